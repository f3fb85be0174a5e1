import Foundation
import Postgres
import Records

/// The throw-away PostgreSQL that tests run against, named by `STEPWELL_TEST_SERVER` (a superuser, no database).
package enum TestServer {
  /// The connection string without a database.
  package static func conninfo() throws -> String {
    guard let text = ProcessInfo.processInfo.environment["STEPWELL_TEST_SERVER"], !text.isEmpty else {
      throw Missing()
    }
    return text
  }

  package struct Missing: Error, CustomStringConvertible {
    package var description: String {
      "STEPWELL_TEST_SERVER is not set. Run Scripts/test, which starts a throw-away PostgreSQL for the tests."
    }
  }

  /// A connection to the database `name` as its owner.
  package static func owner(of name: String) throws -> Database {
    var configuration = Database.Configuration("\(try conninfo()) dbname=\(name)")
    configuration.interactive.connections = 1
    // Databases are copied one at a time, and many tests start at once.
    configuration.interactive.statementTimeout = .seconds(120)
    configuration.connectPatience = .seconds(30)
    return Database(configuration)
  }

  /// The database that every test's own is copied from; made once for each run of the tests.
  package static let template = Task {
    let name = "stepwell_test_\(ProcessInfo.processInfo.processIdentifier)"
    let maintenance = try owner(of: "postgres")
    try await create(name, from: "template0", on: maintenance)
    let database = try owner(of: name)
    _ = try await Migrator.migrate(database, at: TestDatabase.now)
    await database.close()
    return name
  }

  /// Copies a database.
  ///
  /// PostgreSQL copies one at a time, and refuses while somebody is connected to the source.
  package static func create(_ name: String, from source: String, on maintenance: Database) async throws {
    _ = try await maintenance.run(.execute(SQL(unsafe: "DROP DATABASE IF EXISTS \"\(name)\" WITH (FORCE)")))
    var attemptsLeft = 50
    while true {
      attemptsLeft -= 1
      do {
        _ = try await maintenance.run(
          .execute(SQL(unsafe: "CREATE DATABASE \"\(name)\" TEMPLATE \"\(source)\"")))
        return
      } catch let error as PostgresError where error.code?.description == "55006" && attemptsLeft > 0 {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}
