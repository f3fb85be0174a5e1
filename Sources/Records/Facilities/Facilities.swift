import Clinic
import Postgres

/// A facility as lists and choices show it.
package struct FacilityRecord: Sendable, Hashable {
  package let facility: Facility
  /// The short name used in commands and cohort definitions.
  package let slug: String
}

/// Queries about the organization's facilities.
package enum Facilities {
  /// All that are open, by name.
  package static let all = Query<[FacilityRecord]>.all(
    """
    SELECT id, slug, name, time_zone, longest_hold_hours
    FROM clinic.facility
    WHERE organization_id = (SELECT access.organization()) AND closed_at IS NULL
    ORDER BY name, id
    """
  ) { row in
    FacilityRecord(
      facility: Facility(
        id: try row["id"], slug: try row["slug"], name: try row["name"], timeZone: try row["time_zone"],
        longestHoldHours: try row["longest_hold_hours"]),
      slug: try row["slug"])
  }

  /// Whether the facility in `column` is that one, or without one any that the caller works in.
  ///
  /// Their list is a sub-select of its own, so that it is read once and not for each row.
  package static func isLookedAt(_ facility: Facility.ID?, _ column: SQL) -> SQL {
    facility.map { "\(column) = \($0)" } ?? "\(column) = ANY ((SELECT access.facilities())::uuid[])"
  }
}
