import Clinic
import Postgres

/// A member of staff as lists show one.
package struct StaffRecord: Sendable, Hashable {
  package let id: Staff.ID
  /// The short name used to sign in.
  package let handle: String
  package let name: String
  package let roles: Set<Role>
}

/// Queries about the staff.
package enum StaffMembers {
  /// Whoever asks, with the roles held now.
  package static let me = Query<StaffRecord>.one(
    """
    SELECT id, handle, name, string_to_array(access.setting('roles'), ',') AS roles
    FROM access.staff
    WHERE organization_id = (SELECT access.organization()) AND id = access.staff_member()
    """
  ) { row in
    let roles: [String] = try row["roles"]
    return StaffRecord(
      id: try row["id"], handle: try row["handle"], name: try row["name"],
      roles: Set(roles.map(Role.init(rawValue:))))
  }

  /// The one of that short name; nil when there is none.
  package static func named(_ handle: String) -> Query<Staff.ID?> {
    .first(
      """
      SELECT id FROM access.staff
      WHERE organization_id = (SELECT access.organization()) AND handle = \(handle)
      """
    ) { try $0["id"] }
  }

  /// Who goes by that short name and may sign in, with the name as lists show it; nil when nobody does.
  fileprivate static func colleague(_ handle: String) -> Query<(id: Staff.ID, name: Line)?> {
    .first(
      """
      SELECT id, name FROM access.staff
      WHERE organization_id = (SELECT access.organization()) AND handle = \(handle) AND disabled_at IS NULL
      """
    ) { (try $0["id"], try $0["name"]) }
  }
}

extension Records {
  /// Who goes by that short name and may sign in; throws `NotFound` when nobody does.
  package func colleague(_ handle: String, as caller: Caller) async throws -> (id: Staff.ID, name: Line) {
    let found = try await run(as: caller, Action("staff.find", needs: nil), StaffMembers.colleague(handle))
    guard let found else { throw NotFound("member of staff", field: "handle") }
    return found
  }
}
