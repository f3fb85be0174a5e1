import Clinic
import Postgres

/// What the roles of an organization allow, as the database holds it.
enum Roles {
  /// Defines a role, or defines it anew.
  static func define(_ definition: RoleDefinition, in organization: Organization.ID, isShipped: Bool) -> SQL {
    let permissions = definition.permissions.map(\.rawValue).sorted()
    return """
      INSERT INTO access.role (organization_id, name, title, sees, permissions, bits, is_shipped)
      VALUES (
        \(organization), \(definition.role.rawValue), \(definition.title), \(definition.sees.rawValue),
        \(permissions)::text[], access.bits(\(permissions)::text[]), \(isShipped))
      ON CONFLICT (organization_id, name) DO UPDATE
      SET title = excluded.title, sees = excluded.sees, permissions = excluded.permissions, bits = excluded.bits,
        is_shipped = excluded.is_shipped, retired_at = NULL
      """
  }
}
