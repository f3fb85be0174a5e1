import Crypto
import Foundation
import Postgres
import Schema

/// Brings a database to the schema that this program was built with.
///
/// Forward only; each file once, in one transaction.
package enum Migrator {
  /// A migration that was applied has another text now, or the database is ahead of this program.
  package struct Mismatch: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// What has not been applied yet, in order; changes nothing.
  package static func plan(_ database: Database) async throws -> [Migration] {
    let exists = try await database.run(
      Query<Bool>.one("SELECT to_regclass('public.stepwell_migration') IS NOT NULL AS there") {
        try $0["there"]
      })
    guard exists else { return Schema.migrations }
    return try pending(after: try await database.run(applied))
  }

  /// Applies what is pending, as the owner of the database, and returns what it applied.
  ///
  /// Only one migrator works at a time; another waits. Throws `Mismatch` before it changes anything.
  package static func migrate(_ database: Database, at now: Date) async throws -> [Migration] {
    try await database.transaction { transaction in
      for statement in preparation { _ = try await transaction.run(.execute(statement)) }
      let pending = try pending(after: try await transaction.run(applied))
      for migration in pending {
        let script: SQL = "SELECT pg_temp.run_script(\(migration.sql))"
        let record: SQL = """
          INSERT INTO public.stepwell_migration (version, name, checksum, applied_at)
          VALUES (\(migration.version), \(migration.name), \(migration.checksum), \(now))
          """
        _ = try await transaction.run(.execute(script), .execute(record))
      }
      let partitions: SQL = "SELECT audit.make_partitions((\(now) AT TIME ZONE 'UTC')::date, 13)"
      _ = try await transaction.run(.execute(partitions))
      return pending
    }
  }

  /// PL/pgSQL runs a whole file of statements, which the extended protocol does not.
  private static let preparation: [SQL] = [
    "SET LOCAL lock_timeout = '10s'",
    "SELECT pg_advisory_xact_lock(7301, 0)",
    """
    CREATE TABLE IF NOT EXISTS public.stepwell_migration (
      version integer PRIMARY KEY,
      name text NOT NULL,
      checksum bytea NOT NULL,
      applied_at timestamptz NOT NULL
    )
    """,
    """
    CREATE FUNCTION pg_temp.run_script(script text) RETURNS void LANGUAGE plpgsql
    AS 'BEGIN EXECUTE script; END'
    """,
  ]

  private typealias Applied = (version: Int32, checksum: [UInt8])

  private static let applied = Query<[Applied]>.all(
    "SELECT version, checksum FROM public.stepwell_migration ORDER BY version"
  ) { row in
    (try row["version"], try row["checksum"])
  }

  private static func pending(after applied: [Applied]) throws -> [Migration] {
    for (version, checksum) in applied {
      guard let migration = Schema.migrations.first(where: { $0.version == Int(version) }) else {
        throw Mismatch(
          description:
            "The database has migration \(version), which this program does not know. Install a newer one.")
      }
      guard migration.checksum == checksum else {
        throw Mismatch(
          description:
            "Migration \(migration.name) was applied with another text. Restore the file as it was.")
      }
    }
    let done = Set(applied.map(\.version))
    return Schema.migrations.filter { !done.contains(Int32($0.version)) }
  }
}

extension Migration {
  /// SHA-256 of the statements.
  fileprivate var checksum: [UInt8] { Array(SHA256.hash(data: Data(sql.utf8))) }
}
