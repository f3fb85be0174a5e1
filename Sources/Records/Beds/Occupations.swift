import Clinic
import Foundation
import Postgres

/// A hold, a block or a stay in a bed, as it is on record now.
package struct OccupationRecord: Sendable, Hashable {
  package let occupation: Occupation
  package let facilityID: Facility.ID
  /// For whom the bed is held, or who lives in it.
  package let patientID: Patient.ID?
  /// The call for whose caller it is held, where there is no chart yet.
  package let enquiryID: Enquiry.ID?
  /// Why it is blocked.
  package let cause: BlockCause?
  package let reason: Line?
}

/// Queries about what stands in beds.
package enum Occupations {
  /// One occupation; nil when there is none that the caller may see.
  package static func find(_ id: Occupation.ID) -> Query<OccupationRecord?> {
    .first(select("id = \(id)"), OccupationRecord.init(row:))
  }

  /// The holds, planned arrivals and blocks of a bed that end after `instant`, in order.
  package static func releasable(in bed: Bed.ID, after instant: Date) -> Query<[OccupationRecord]> {
    .all(
      select(
        "bed_id = \(bed) AND kind IN ('hold', 'planned', 'blocked') AND (upper_inf(valid) OR upper(valid) > \(instant))"
      ),
      OccupationRecord.init(row:))
  }

  private static func select(_ condition: SQL) -> SQL {
    """
    SELECT id, facility_id, bed_id, kind, stay_id, patient_id, enquiry_id, cause, reason, lower(valid) AS starts,
      CASE WHEN upper_inf(valid) THEN NULL ELSE upper(valid) END AS ends
    FROM clinic.occupation
    WHERE organization_id = (SELECT access.organization()) AND \(condition) AND known_to = 'infinity'
    ORDER BY lower(valid)
    """
  }
}

extension OccupationRecord {
  init(row: Row) throws {
    self.init(
      occupation: Occupation(
        id: try row["id"], bedID: try row["bed_id"], kind: try row["kind"],
        during: try Interval(start: try row["starts"], end: try row["ends"]), stayID: try row["stay_id"]),
      facilityID: try row["facility_id"], patientID: try row["patient_id"],
      enquiryID: try row["enquiry_id"], cause: try row["cause"], reason: try row["reason"])
  }
}

extension [OccupationRecord] {
  /// The one with this identifier, or without one the only one; nil when there is none.
  ///
  /// Throws `InvalidValue` when there are several, with the `words` for each.
  package func meant(
    _ id: Occupation.ID?, field: String, words: (OccupationRecord) -> String
  ) throws(InvalidValue) -> OccupationRecord? {
    let meant = filter { id == nil || $0.occupation.id == id }
    guard meant.count > 1 else { return meant.first }
    throw InvalidValue(
      "ambiguous-occupation", field: field,
      problem: "is needed: the bed has \(meant.count) holds or blocks",
      remedy: "Say which: " + meant.map { "\($0.occupation.id) (\(words($0)))" }.joined(separator: ", ") + "."
    )
  }
}
