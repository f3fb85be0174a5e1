import Clinic
import Foundation
import Postgres
import Records

extension TestDatabase {
  /// Adds a member of staff who holds `roles` in one facility, or in all, and signs them in.
  ///
  /// Who is signed in until before now meets the service with a session that has expired.
  package func token(
    of roles: Role..., in facility: Facility.ID? = nil, until end: Date = now.addingTimeInterval(86_400)
  ) async throws -> Token {
    try await staff(of: roles, in: facility, until: end).token
  }

  /// The same, with the identifier of the member of staff.
  package func staff(
    of roles: [Role], in facility: Facility.ID? = nil, until end: Date = now.addingTimeInterval(86_400)
  ) async throws -> (id: Staff.ID, token: Token) {
    var random = SystemRandomNumberGenerator()
    let id: Staff.ID = Self.new()
    let token = Token(random: &random)
    let start = Self.now.addingTimeInterval(-86_400 * 30)
    try await owner.run(
      before: [
        """
        INSERT INTO access.staff (organization_id, id, handle, name, created_at)
        VALUES (
          \(organization), \(id), 'zz-' || left(replace(\(id)::uuid::text, '-', ''), 30), 'Zz Staff', \(start))
        """,
        """
        INSERT INTO access.staff_role (organization_id, staff_id, role, facility_id, valid)
        SELECT \(organization), \(id), role, \(facility), tstzrange(\(start), NULL)
        FROM unnest(\(roles.map(\.rawValue))::text[]) AS role
        """,
        """
        INSERT INTO access.session (token_digest, organization_id, id, staff_id, created_at, seen_at, expires_at)
        VALUES (\(token.digest), \(organization), gen_random_uuid(), \(id), \(start), \(start), \(end))
        """,
      ])
    return (id, token)
  }

  /// Makes a member of staff one of the care team of a patient.
  package func addToCareTeam(_ staff: Staff.ID, of patient: Patient.ID) async throws {
    _ = try await owner.run(
      .execute(
        """
        INSERT INTO access.care_team (organization_id, id, patient_id, staff_id, valid, added_by)
        VALUES (\(organization), gen_random_uuid(), \(patient), \(staff), tstzrange('-infinity', NULL), \(staff))
        """))
  }

  /// Founds another organization in the same database, and signs its administrator in with every role.
  package func stranger() async throws -> Token {
    var random = SystemRandomNumberGenerator()
    return try await Founding.found(
      owner, organization: Line("Other Clinics"), handle: "eve", staffName: Line("Eve Elsewhere"),
      roles: Set(RoleCatalogue.shipped().definitions.map(\.role)), sessionDays: 9,
      at: Self.now.addingTimeInterval(-3_600), random: &random
    ).token
  }
}
