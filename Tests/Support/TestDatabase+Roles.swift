import Clinic
import Postgres
import Records

extension TestDatabase {
  /// Takes a permission away from a role of the clinic.
  package func take(_ permission: Permission, from role: Role) async throws {
    _ = try await owner.run(
      .execute(
        """
        UPDATE access.role
        SET permissions = array_remove(permissions, \(permission.rawValue)),
          bits = access.bits(array_remove(permissions, \(permission.rawValue)))
        WHERE organization_id = \(organization) AND name = \(role.rawValue)
        """))
  }
}
