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
  package let facilityID: Facility.ID
  /// The facility's short name.
  package let facility: String
  /// Nil when the bed is free.
  package let occupation: OccupationKind?
  package let until: Date?
}

/// Queries about beds.
package enum Beds {
  /// The beds in use at an instant, with what occupies them then, by facility, unit and label.
  ///
  /// Of one facility, or without one of all that the caller works in.
  package static func all(facility: Facility.ID?, at instant: Date) -> Query<[BedRecord]> {
    .all(
      """
      SELECT b.id, b.label, u.id AS unit_id, u.name AS unit, u.stage::text AS stage, f.id AS facility_id,
        f.slug AS facility, coalesce(o.kind, closed.kind) AS kind,
        upper(coalesce(o.valid, closed.valid)) AS until
      FROM clinic.bed AS b
      JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
      JOIN clinic.facility AS f ON f.organization_id = b.organization_id AND f.id = b.facility_id
      LEFT JOIN clinic.occupation AS o ON o.organization_id = b.organization_id AND o.bed_id = b.id
        AND o.known_to = 'infinity' AND o.valid @> \(instant)
      LEFT JOIN access.closed_occupations(tstzrange(\(instant), \(instant), '[]'), NULL) AS closed
        ON closed.organization_id = b.organization_id AND closed.bed_id = b.id
      WHERE b.organization_id = (SELECT access.organization()) AND b.in_use @> \(instant)
        AND b.facility_id = coalesce(\(facility), b.facility_id)
      ORDER BY f.name, u.name, b.label
      """
    ) { row in
      BedRecord(
        id: try row["id"], label: try row["label"], unitID: try row["unit_id"], unit: try row["unit"],
        stage: try row["stage"], facilityID: try row["facility_id"], facility: try row["facility"],
        occupation: try row["kind"], until: try row["until"])
    }
  }

  /// What stands in a bed during some of `time`, the first of them; nil when it is free throughout.
  static func obstacle(of bed: Bed.ID, during time: PostgresRange<Date>) -> Query<BedTaken?> {
    .first(
      """
      SELECT b.label, o.kind, upper(o.valid) AS until
      FROM clinic.bed AS b
      JOIN (
        SELECT organization_id, bed_id, kind, valid
        FROM clinic.occupation
        WHERE known_to = 'infinity' AND valid && \(time)
        UNION ALL
        SELECT organization_id, bed_id, kind, valid FROM access.closed_occupations(\(time), NULL)
      ) AS o ON o.organization_id = b.organization_id AND o.bed_id = b.id
      WHERE b.organization_id = (SELECT access.organization()) AND b.id = \(bed)
      ORDER BY lower(o.valid)
      LIMIT 1
      """
    ) { row in
      BedTaken(bed: try row["label"], by: try row["kind"], until: try row["until"], field: "bed_id")
    }
  }
}

extension PostgresRange where Bound == Date {
  /// From `start` on, until `end` if there is one; half-open, as all times of ours are.
  package init(from start: Date, to end: Date?) {
    self.init(start, end)
  }
}
