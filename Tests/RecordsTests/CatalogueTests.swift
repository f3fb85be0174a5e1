import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// What must hold for the whole schema, read from the database's own catalogue, so that the next table is held to it too.
@Suite(.database, .timeLimit(.minutes(10)))
struct CatalogueTests {
  @Test func `the schema keeps every rule`() async throws {
    let database = try TestDatabase.required().owner
    for rule in CatalogueRule.all {
      #expect(try await database.run(rule.query) == [], "\(rule.name)")
    }
  }

  @Test func `each rule finds a breach`() async throws {
    let database = try TestDatabase.required().owner
    for rule in CatalogueRule.all where !rule.breach.isEmpty {
      await #expect(throws: RolledBack.self) {
        try await database.transaction { transaction in
          for statement in rule.breach { try await transaction.run(.execute(statement)) }
          #expect(try await transaction.run(rule.query) != [], "\(rule.name)")
          throw RolledBack()
        }
      }
    }
  }

  private struct RolledBack: Error {}

  @Test func `the service may not reach round the rules`() async throws {
    let service = try TestDatabase.required().records.database
    for statement in Self.forbidden {
      let error = await #expect(throws: PostgresError.self, "\(statement)") {
        try await service.run(.execute(SQL(unsafe: statement)))
      }
      #expect(error?.code == .insufficientPrivilege, "\(statement)")
    }
  }

  private static let forbidden = [
    "UPDATE audit.event SET action = 'x'", "DELETE FROM audit.event", "TRUNCATE audit.event",
    "DELETE FROM audit.event_elsewhen", "UPDATE audit.seal SET row_count = 1", "DELETE FROM audit.seal",
    "DELETE FROM audit.archived_month", "SELECT * FROM audit.archived_row",
    "ALTER TABLE audit.event DETACH PARTITION audit.event_elsewhen",
    "UPDATE clinic.stay_fact SET stage = 'detox'",
    "DELETE FROM clinic.move",
    "ALTER TABLE clinic.patient DISABLE ROW LEVEL SECURITY", "SELECT * FROM access.session",
    "CREATE TABLE clinic.mine (n integer)", "DROP TABLE clinic.screening_answer",
  ]

  @Test(arguments: [
    ("", "done", "http", true), ("patient.read", "perhaps", "http", true),
    ("patient.read", "done", "nowhere", true),
    ("patient.read", "done", "http", false), ("patient.read", "refused", "http", false),
  ])
  func `the trail takes no row that is not whole`(
    action: String, outcome: String, source: String, isOfSomeone: Bool
  ) async throws {
    let id: UUID? = isOfSomeone ? UUID() : nil
    let owner = try TestDatabase.required().owner

    let error = await #expect(throws: PostgresError.self) {
      try await owner.run(
        .execute(
          """
          INSERT INTO audit.event (
            at, organization_id, staff_id, session_id, roles, purpose, action, outcome, request_id, source)
          VALUES (now(), \(id), \(id), \(id), '', '', \(action), \(outcome), '', \(source))
          """))
    }

    #expect(error?.constraint == "event_is_whole")
  }

  @Test func `Schema/README draws every table, and no other`() async throws {
    let tables = try await TestDatabase.required().owner.run(
      Query<[String]>.all(
        """
        SELECT c.relname::text FROM pg_class AS c
        WHERE c.relnamespace::regnamespace::text IN ('reference', 'clinic', 'access', 'audit')
          AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        """
      ) { try $0[0] })
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let page = try String(contentsOf: root.appending(path: "Schema/README.md"), encoding: .utf8)

    let drawn = page.matches(of: /\n  (\w+) \{\n/).map { String($0.output.1) }

    #expect(drawn.sorted() == tables.sorted())
  }
}
