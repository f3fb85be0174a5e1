import Foundation
import Postgres

/// Who may do what with the tables, beyond the role's own powers, and whether the database's clock is ours.
enum TableRightsChecks {
  static func run(_ database: Database, at now: Date) async throws -> [Finding] {
    let (open, trail, everybody, secrets, alone, clock) = try await database.run(
      names(unfenced), names(trailChangeable), names(grantedToAll), names(secretsReadable),
      Query<Int64>.one(passwordAlone) { try $0[0] },
      Query<Date>.one("SELECT clock_timestamp() AS now") { try $0["now"] })
    let drift = Int(abs(clock.timeIntervalSince(now)).rounded())
    return [
      Finding(
        "row-level security", open.isEmpty, open.isEmpty ? "forced on every table of facts" : listed(open),
        else: .fail, "Run stepwell migrate; these tables were changed by hand."),
      Finding(
        "audit trail", trail.isEmpty, trail.isEmpty ? "can only be added to" : listed(trail), else: .fail,
        "As the owner: REVOKE UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA audit FROM stepwell_app"),
      Finding(
        "rights of everybody", everybody.isEmpty, everybody.isEmpty ? "none" : listed(everybody), else: .fail,
        "As the owner: REVOKE ALL ON the tables named FROM PUBLIC"),
      Finding(
        "secrets in tables", secrets.isEmpty,
        secrets.isEmpty ? "out of the service's reach" : listed(secrets),
        else: .fail, "As the owner: REVOKE ALL ON the tables named FROM stepwell_app"),
      Finding(
        "second factors", alone == 0,
        alone == 0
          ? "with all who manage staff or read the trail"
          : "\(alone) who manage staff or read the trail have none",
        else: .warn, "Let each of them run: stepwell factor add"),
      Finding(
        "clocks", drift <= 2, "\(drift) s apart", else: .fail,
        "Let one time server set both: sessions and one-time codes end by the clock."),
    ]
  }

  private static func names(_ sql: SQL) -> Query<[String]> { .all(sql) { try $0[0] } }

  private static func listed(_ names: [String]) -> String { names.joined(separator: ", ") }

  /// How many can do most harm with a password alone.
  private static let passwordAlone: SQL = """
    SELECT count(DISTINCT (s.organization_id, s.id))
    FROM access.staff AS s
    JOIN access.credential AS c ON c.organization_id = s.organization_id AND c.staff_id = s.id
    JOIN access.staff_role AS held ON held.organization_id = s.organization_id AND held.staff_id = s.id
    JOIN access.role AS role ON role.organization_id = held.organization_id AND role.name = held.role
    WHERE s.disabled_at IS NULL AND held.valid @> now() AND role.permissions && ARRAY['staff.manage', 'audit.search']
      AND NOT EXISTS (
        SELECT FROM access.second_factor AS f
        WHERE f.organization_id = s.organization_id AND f.staff_id = s.id AND f.confirmed_at IS NOT NULL)
    """

  private static let unfenced: SQL = """
    SELECT c.oid::regclass::text FROM pg_class AS c
    WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('clinic', 'audit'))
      AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
    ORDER BY 1
    """

  private static let trailChangeable: SQL = """
    SELECT c.oid::regclass || ' ' || power FROM pg_class AS c, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS power
    WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname = 'audit') AND c.relkind IN ('r', 'p')
      AND has_table_privilege('stepwell_app', c.oid, power)
    ORDER BY 1
    """

  private static let grantedToAll: SQL = """
    SELECT DISTINCT c.oid::regclass::text FROM pg_class AS c, aclexplode(c.relacl) AS entry
    WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('clinic', 'access', 'audit'))
      AND entry.grantee = 0
    ORDER BY 1
    """

  private static let secretsReadable: SQL = """
    SELECT c.oid::regclass::text FROM pg_class AS c
    WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname = 'access')
      AND c.relname IN ('session', 'staff_role', 'role', 'credential', 'sign_in_failure', 'second_factor', 'recovery_code')
      AND has_table_privilege('stepwell_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
    ORDER BY 1
    """
}
