import Foundation
import Postgres
import Records

/// What must hold in the database for its records to be safe.
enum DatabaseChecks {
  /// The server's settings and the rights of the service's role.
  static func run(_ database: Database, isPrivate: Bool) async throws -> [Finding] {
    let names = Setting.all.map(\.name) + ["server_version_num", "server_version", "data_checksums"]
    let settings = try await database.run(
      Query<[(String, String)]>.all(
        "SELECT name, current_setting(name) AS setting FROM unnest(\(names)::text[]) AS name"
      ) { (try $0["name"], try $0["setting"]) })
    let found = Dictionary(settings, uniquingKeysWith: { first, _ in first })
    let number = found["server_version_num"].flatMap { Int($0) } ?? 0
    var findings = [
      Finding(
        "server version", number >= 150_000, found["server_version"] ?? "?", else: .fail,
        "Use PostgreSQL 15 or newer."),
      Finding(
        "data checksums", found["data_checksums"] == "on", found["data_checksums"] ?? "?", else: .warn,
        "Stop the server and run: pg_checksums --enable"),
    ]
    findings += Setting.all.map { setting in
      let value = found[setting.name] ?? "?"
      return Finding(
        setting.name, setting.good.contains(value), value, else: setting.otherwise, setting.remedy)
    }
    return findings + [try await role(database), try await facilities(database)]
  }

  static func migrations(_ database: Database) async throws -> Finding {
    do {
      let pending = try await Migrator.plan(database)
      return Finding(
        "migrations", pending.isEmpty, pending.isEmpty ? "current" : "\(pending.count) to apply", else: .fail,
        "Run: stepwell migrate")
    } catch let mismatch as Migrator.Mismatch {
      return Finding(
        "migrations", false, mismatch.description, else: .fail, "Use the program that made the database.")
    }
  }

  /// The service's role owns nothing and cannot go around row-level security.
  private static func role(_ database: Database) async throws -> Finding {
    let rights = try await database.run(
      Query<String?>.first(
        """
        SELECT concat_ws(', ',
          CASE WHEN rolsuper THEN 'is superuser' END, CASE WHEN rolbypassrls THEN 'bypasses row-level security' END,
          CASE WHEN EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid) THEN 'owns tables' END,
          CASE WHEN rolcreaterole OR rolcreatedb THEN 'may make roles or databases' END) AS excess
        FROM pg_roles WHERE rolname = 'stepwell_app'
        """
      ) { try $0["excess"] })
    return Finding(
      "role stepwell_app", rights == "",
      rights.map { $0.isEmpty ? "holds only what it needs" : $0 } ?? "is not there",
      else: .fail, "As a superuser: ALTER ROLE stepwell_app NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB")
  }

  /// Every facility's clock is one that the server knows.
  private static func facilities(_ database: Database) async throws -> Finding {
    let there = try await database.run(
      Query<Bool>.one("SELECT to_regclass('clinic.facility') IS NOT NULL AS there") { try $0["there"] })
    guard there else {
      return Finding("time zones", false, "no tables yet", else: .warn, "Run: stepwell migrate")
    }
    let unknown = try await database.run(
      Query<[String]>.all(
        """
        SELECT DISTINCT time_zone FROM clinic.facility
        WHERE time_zone NOT IN (SELECT name FROM pg_timezone_names) ORDER BY time_zone
        """
      ) { try $0["time_zone"] })
    return Finding(
      "time zones", unknown.isEmpty, unknown.isEmpty ? "all known" : unknown.joined(separator: ", "),
      else: .fail,
      "Install the time zones of the system: tzdata.")
  }
}

/// A setting of the server and which values are safe.
private struct Setting {
  let name: String
  let good: Set<String>
  let otherwise: Finding.State
  let remedy: String

  private static func durable(_ name: String) -> Setting {
    Setting(
      name: name, good: ["on", "remote_apply", "remote_write"], otherwise: .fail,
      remedy: "Set \(name) = on: without it an acknowledged write may be lost.")
  }

  private static func discreet(_ name: String, _ good: Set<String>) -> Setting {
    Setting(
      name: name, good: good, otherwise: .warn,
      remedy:
        "Set \(name) = \(good.sorted().joined(separator: " or ")): else the server's log holds what patients said."
    )
  }

  static let all = [
    durable("fsync"), durable("full_page_writes"), durable("synchronous_commit"),
    discreet("log_error_verbosity", ["terse"]), discreet("log_min_error_statement", ["panic"]),
    discreet("log_parameter_max_length_on_error", ["0"]), discreet("log_statement", ["none", "ddl"]),
  ]
}
