import Clinic
import Foundation
import Postgres

/// A bed and what stands in it at one instant.
package struct BedRecord: Sendable, Hashable {
  package let id: Bed.ID
  package let label: String
  package let unitID: Clinic.Unit.ID
  package let unit: String
  package let stage: Stage
  /// For whom the unit is kept; nil when it is for everybody.
  package let exclusiveTo: ExclusiveKind?
  /// In alphabetical order.
  package let tags: [String]
  package let facilityID: Facility.ID
  /// The facility's short name.
  package let facility: String
  /// Nil when the bed is free.
  package let occupation: OccupationKind?
  package let until: Date?
}

/// Queries about beds.
package enum Beds {
  /// What every list of beds says of each.
  static let columns: SQL = """
    b.id, b.label, b.tags, u.id AS unit_id, u.name AS unit, u.stage, u.exclusive_to,
      f.id AS facility_id, f.slug AS facility
    """

  /// The beds in use at an instant, with what occupies them then, by facility, unit and label.
  ///
  /// Of one facility, or without one of all that the caller works in.
  package static func all(facility: Facility.ID?, at instant: Date) -> Query<[BedRecord]> {
    .all(
      """
      SELECT \(columns), coalesce(o.kind, closed.kind) AS kind,
        upper(coalesce(o.valid, closed.valid)) AS until
      FROM clinic.bed AS b
      JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
      JOIN clinic.facility AS f ON f.organization_id = b.organization_id AND f.id = b.facility_id
      \(standing(at: instant, knownAt: nil, facility: facility))
      WHERE b.organization_id = (SELECT access.organization()) AND \(isOf(facility)) AND b.in_use @> \(instant)
      ORDER BY f.name, u.name, b.label
      """, BedRecord.init(row:))
  }

  /// Whether a bed `b` is of one facility; without one every bed is.
  static func isOf(_ facility: Facility.ID?) -> SQL {
    facility.map { "b.facility_id = \($0)" } ?? "true"
  }
}

extension BedRecord {
  init(row: Row) throws {
    self.init(
      id: try row["id"], label: try row["label"], unitID: try row["unit_id"], unit: try row["unit"],
      stage: try row["stage"], exclusiveTo: try row["exclusive_to"], tags: try row["tags"],
      facilityID: try row["facility_id"], facility: try row["facility"], occupation: try row["kind"],
      until: try row["until"])
  }
}

extension ExclusiveKind: PostgresEncodable, PostgresDecodable {}
extension BlockCause: PostgresEncodable, PostgresDecodable {}

extension PostgresRange where Bound == Date {
  /// From `start` on, until `end` if there is one; half-open, as all times of ours are.
  package init(from start: Date, to end: Date?) {
    self.init(start, end)
  }
}
