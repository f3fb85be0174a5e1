import Clinic
import Foundation
import Passwords
import Postgres

/// The first set-up of a database: an organization, its stage rules, and somebody who may work in it.
///
/// Runs as the owner of the database, because nobody is signed in yet.
package enum Founding {
  /// What the founding made; the token is shown once and kept nowhere.
  package struct Founded: Sendable {
    package let organization: Organization.ID
    package let staff: Clinic.Staff.ID
    package let token: Token
  }

  /// Whether there is an organization already.
  package static func isDone(_ owner: Database) async throws -> Bool {
    try await owner.run(
      Query<Bool>.one("SELECT EXISTS (SELECT FROM access.staff) AS done") { try $0["done"] })
  }

  /// Makes an organization with one member of staff who holds `roles` in every facility, and signs them in.
  package static func found(
    _ owner: Database, organization name: Line, handle: String, staffName: Line, roles: Set<Role>,
    sessionDays: Int, at now: Date, random: inout some RandomNumberGenerator
  ) async throws -> Founded {
    let organization = Organization.ID(at: now, random: &random)
    let staff = Clinic.Staff.ID(at: now, random: &random)
    let session = UUID()
    let token = Token(random: &random)
    let rules = Set(
      try StageRules.shipped().rules.map { [$0.from.rawValue, $0.event.rawValue, $0.to.rawValue] })
    let held = roles.map(\.rawValue).sorted()
    let catalogue = try RoleCatalogue.shipped()
    try await owner.run(
      before: [
        """
        SELECT set_config('stepwell.organization', \(organization.description), true),
          set_config('stepwell.permissions', access.bits('{organization.found}')::text, true)
        """,
        """
        INSERT INTO clinic.organization (organization_id, name, created_at) VALUES (\(organization), \(name), \(now))
        """,
        """
        INSERT INTO clinic.stage_rule (organization_id, from_state, event, to_state)
        SELECT \(organization), from_state, event, to_state
        FROM unnest(\(rules.map { $0[0] })::text[], \(rules.map { $0[1] })::text[], \(rules.map { $0[2] })::text[])
          AS rule (from_state, event, to_state)
        """,
      ] + catalogue.definitions.map { Roles.define($0, in: organization, isShipped: true) } + [
        """
        INSERT INTO access.staff (organization_id, id, handle, name, created_at)
        VALUES (\(organization), \(staff), \(handle), \(staffName), \(now))
        """,
        """
        INSERT INTO access.staff_role (organization_id, staff_id, role, valid)
        SELECT \(organization), \(staff), role, tstzrange(\(now), NULL) FROM unnest(\(held)::text[]) AS role
        """,
        """
        INSERT INTO access.session
          (token_digest, organization_id, id, staff_id, kind, label, created_at, seen_at, expires_at)
        VALUES (
          \(token.digest), \(organization), \(session), \(staff), 'token', 'founding', \(now), \(now),
          \(now.addingTimeInterval(Double(sessionDays) * 86_400)))
        """,
      ])
    return Founded(organization: organization, staff: staff, token: token)
  }

  /// Signs a member of staff in from the machine itself, for `sessionDays` days; nil when there is no such handle.
  package static func signIn(
    _ owner: Database, handle: String, sessionDays: Int, at now: Date,
    random: inout some RandomNumberGenerator
  ) async throws -> Token? {
    let token = Token(random: &random)
    let made = try await owner.run(
      Query<Int>.execute(
        """
        INSERT INTO access.session
          (token_digest, organization_id, id, staff_id, kind, label, created_at, seen_at, expires_at)
        SELECT \(token.digest), organization_id, gen_random_uuid(), id, 'token', 'this machine', \(now), \(now),
          \(now.addingTimeInterval(Double(sessionDays) * 86_400))
        FROM access.staff
        WHERE handle = \(handle) AND disabled_at IS NULL
        """))
    return made == 0 ? nil : token
  }

  /// Gives whoever was founded with a password for the first sign-in, which is shown once.
  package static func givePassword(
    _ owner: Database, to founded: Founded, at now: Date, random: inout some RandomNumberGenerator
  ) async throws -> OneTimePassword {
    let password = OneTimePassword(at: now, random: &random)
    let hash = try Argon2id.current.hash(password.password, salt: .salt(random: &random))
    _ = try await owner.run(
      .execute(
        """
        INSERT INTO access.credential (organization_id, staff_id, password_hash, changed_at, one_time_until)
        VALUES (\(founded.organization), \(founded.staff), \(hash.text), \(now), \(password.until))
        """))
    return password
  }
}
