import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// What must hold for the whole schema, read from the database's own catalogue, so that the next table is held to it too.
@Suite(.database, .timeLimit(.minutes(2)))
struct CatalogueTests {
  private func offenders(of rule: CatalogueRule) async throws -> [String] {
    try await TestDatabase.required().owner.run(
      Query<[String]>.all(rule.offenders) { row in try row[0] })
  }

  @Test(arguments: CatalogueRule.all)
  func `the schema keeps the rule`(rule: CatalogueRule) async throws {
    #expect(try await offenders(of: rule) == [])
  }

  @Test(arguments: CatalogueRule.all.filter { !$0.breach.isEmpty })
  func `the rule finds a breach`(rule: CatalogueRule) async throws {
    for statement in rule.breach {
      _ = try await TestDatabase.required().owner.run(.execute(statement))
    }

    #expect(try await offenders(of: rule) != [])
  }

  @Test(arguments: [
    "UPDATE audit.event SET action = 'x'", "DELETE FROM audit.event", "TRUNCATE audit.event",
    "DELETE FROM audit.event_elsewhen", "UPDATE clinic.stay_fact SET stage = 'detox'",
    "DELETE FROM clinic.move",
    "ALTER TABLE clinic.patient DISABLE ROW LEVEL SECURITY", "SELECT * FROM access.session",
    "CREATE TABLE clinic.mine (n integer)", "DROP TABLE clinic.screening_answer",
  ])
  func `the service is refused`(statement: String) async throws {
    let error = await #expect(throws: PostgresError.self) {
      _ = try await TestDatabase.required().records.database.run(.execute(SQL(unsafe: statement)))
    }

    #expect(error?.code == .insufficientPrivilege)
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
