import Clinic
import Foundation
import Postgres

/// A member of staff as whoever manages the staff sees one.
package struct StaffEntry: Sendable, Hashable {
  package let id: Clinic.Staff.ID
  package let handle: String
  package let name: String
  /// Held now, in some facility or in all.
  package let roles: [String]
  package let createdAt: Date
  package let disabledAt: Date?
  package let hasPassword: Bool
  /// Until when a password that was given is good, where it has not been changed.
  package let oneTimeUntil: Date?
  /// When a session of theirs was last used, to the minute.
  package let seenAt: Date?
}

extension StaffMembers {
  /// All of them, also those who are disabled, by handle.
  package static func list(at now: Date) -> Query<[StaffEntry]> {
    .all("SELECT * FROM access.staff_list(\(now))") { row in
      StaffEntry(
        id: try row["id"], handle: try row["handle"], name: try row["name"], roles: try row["roles"],
        createdAt: try row["created_at"], disabledAt: try row["disabled_at"],
        hasPassword: try row["has_password"], oneTimeUntil: try row["one_time_until"],
        seenAt: try row["seen_at"])
    }
  }

  /// Whether somebody is of the organization.
  package static func has(_ staff: Clinic.Staff.ID) -> Query<Bool> {
    .one(
      """
      SELECT EXISTS (
        SELECT FROM access.staff WHERE organization_id = (SELECT access.organization()) AND id = \(staff)) AS has
      """
    ) { try $0["has"] }
  }
}
