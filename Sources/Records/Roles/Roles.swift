import Clinic
import Foundation
import Postgres

/// What the roles of an organization allow, as the database holds it.
package enum Roles {
  /// Defines a role, or defines it anew, as the owner of the tables does.
  static func define(_ definition: RoleDefinition, in organization: Organization.ID, isShipped: Bool) -> SQL {
    """
    SELECT FROM access.put_role(
      \(organization), \(definition.role.rawValue), \(definition.title), \(definition.sees.rawValue),
      \(definition.permissions.map(\.rawValue).sorted())::text[], \(isShipped))
    """
  }
}

/// A role as an organization has it.
package struct RoleRecord: Sendable, Hashable {
  package let role: Role
  package let title: String
  package let sees: RoleDefinition.Sight
  /// In alphabetical order.
  package let permissions: [String]
  /// Whether it is as the software brings it, and not as a file of the clinic's says.
  package let isShipped: Bool
  package let retiredAt: Date?
  /// How many active members of staff hold it now.
  package let holders: Int64
}

extension Roles {
  /// All of them, those that are retired last.
  package static func list(at now: Date) -> Query<[RoleRecord]> {
    .all("SELECT * FROM access.role_list(\(now))") { row in
      let (name, sees): (String, String) = (try row["name"], try row["sees"])
      return RoleRecord(
        role: Role(rawValue: name), title: try row["title"],
        sees: RoleDefinition.Sight(rawValue: sees) ?? .careTeam,
        permissions: (try row["permissions"] as [String]).sorted(), isShipped: try row["is_shipped"],
        retiredAt: try row["retired_at"], holders: try row["holders"])
    }
  }
}

extension Records {
  /// Puts the roles of a file in place of those that there are; who holds one may do what it says from the next request
  /// on, and roles that the file lacks are retired.
  ///
  /// Throws a `Conflict` where nobody would be left who manages the staff.
  package func load(_ catalogue: RoleCatalogue, isShipped: Bool, as caller: Caller) async throws {
    let now = clock()
    let definitions: [SQL] = catalogue.definitions.map {
      """
      SELECT FROM access.define_role(
        \($0.role.rawValue), \($0.title), \($0.sees.rawValue), \($0.permissions.map(\.rawValue).sorted())::text[],
        \(isShipped), \(now))
      """
    }
    let names = catalogue.definitions.map(\.role.rawValue)
    try await run(
      as: caller, Action("role.load", needs: .roleManage),
      first: definitions + ["SELECT FROM access.keep_roles(\(names)::text[], \(now))"])
  }
}
