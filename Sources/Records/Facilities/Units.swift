import Clinic
import Postgres

/// A unit as choices show it.
package struct UnitRecord: Sendable, Hashable {
  package let id: Clinic.Unit.ID
  package let facilityID: Facility.ID
  package let name: String
  package let stage: Stage
}

/// Queries about units.
package enum Units {
  /// All that are in use where the caller works, by name.
  package static let all = Query<[UnitRecord]>.all(
    """
    SELECT id, facility_id, name, stage
    FROM clinic.unit
    WHERE organization_id = (SELECT access.organization()) AND retired_at IS NULL
    ORDER BY name, id
    """
  ) { row in
    UnitRecord(
      id: try row["id"], facilityID: try row["facility_id"], name: try row["name"], stage: try row["stage"])
  }
}
