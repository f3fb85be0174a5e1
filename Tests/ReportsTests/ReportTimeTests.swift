import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Reports

/// Reports that take longer than there is time for.
@Suite(.database, .serialized, .timeLimit(.minutes(10))) struct ReportTimeTests {
  private func definition() throws -> CohortDefinition {
    try CohortDefinition(
      yaml: """
        name: slow
        title: Slow
        population: stays
        conditions: {stage: detox, substance: {drug: ketamine}}
        groups: {by: facility}
        measures: [counts, retention]
        """)
  }

  private static let told = [
    ToldStay(person: 1, start: History.june(1), substance: .other, drug: .ketamine),
    ToldStay(person: 2, start: History.june(2), end: History.june(4), reason: .completed),
  ]

  private func slowDatabase() async throws -> TestDatabase {
    let database = try await History(Self.told).database
    try await database.delayReading(of: "clinic.stay_fact")
    return database
  }

  @Test func `a report that takes too long is an error with its time, its limit and its plan`() async throws {
    let database = try await slowDatabase()
    let slow = try await #require(throws: ReportTooSlow.self) {
      try await Reports.run(definition(), within: .seconds(1), on: database.records, as: database.caller)
    }

    #expect(slow.duration >= .seconds(1) && slow.duration < .seconds(20))
    #expect(slow.message.hasSuffix("it may take 1 second."), "\(slow.message)")
    let plan = try #require(slow.plan)
    // Real nodes over the tables that the definition reads, with no word of how many rows there are.
    #expect(plan.contains("Scan") && plan.contains("stay_fact") && plan.contains("substance_use"), "\(plan)")
    #expect(!plan.contains("rows="))
    let people = try await database.owner.run(
      Query<[String]>.all("SELECT id::text FROM clinic.patient") { try $0["id"] })
    #expect(people.count == 2 && people.allSatisfy { !plan.contains($0) })
    #expect(try await trail(database).suffix(1) == ["report.plan done"])
    #expect(try await database.readers(of: "stay_fact") == 0)
  }

  @Test func `without the time for a plan it still says that it took too long`() async throws {
    let database = try await slowDatabase()
    let definition = try definition()
    let held = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        // Who reads the table waits for this from the first look at it, also to plan.
        try await database.owner.transaction { transaction in
          _ = try await transaction.run(.execute("LOCK TABLE clinic.stay_fact IN ACCESS EXCLUSIVE MODE"))
          held.continuation.finish()
          try await Task.sleep(for: .seconds(60))
        }
      }
      for await _ in held.stream {}
      let slow = try await #require(throws: ReportTooSlow.self) {
        try await Reports.run(definition, within: .seconds(1), on: database.records, as: database.caller)
      }
      #expect(slow.plan == nil)
      #expect(slow.message.contains("could not be said in time"), "\(slow.message)")
      group.cancelAll()
      try? await group.waitForAll()
    }
  }

  @Test func `members, kept reports and differences tell it, too`() async throws {
    let history = try await History(Self.told)
    let database = history.database
    let (definition, caller) = (try definition(), database.caller)
    let text = "name: kept\ntitle: Kept\npopulation: stays\nmeasures: [counts]\n"
    let kept = try await database.records.keepReport(
      TestDatabase.new(), of: text, keepingMembers: true, as: caller
    ).run
    let again = try await database.records.keepReport(
      TestDatabase.new(), of: text, asOf: History.june(3), as: caller
    ).run
    try await database.delayReading(of: "clinic.stay_fact")
    var configuration = TestDatabase.service(database.conninfo)
    configuration.reporting.statementTimeout = .seconds(1)
    let records = Records(Database(configuration), clock: { TestDatabase.now })
    let cell = Cell(measure: "counts", figure: "admitted")

    let works: [@Sendable () async throws -> Void] = [
      { _ = try await records.members(of: cell, in: definition, as: caller) },
      { _ = try await records.exportMembers(of: cell, in: definition, as: caller) { _ in } },
      { _ = try await records.keepReport(TestDatabase.new(), of: text, as: caller) },
      { _ = try await records.repeatReport(kept.id, as: caller) },
      { _ = try await records.explainReports(from: kept.id, to: again.id, as: caller) },
      { _ = try await records.peopleBehind(from: kept.id, to: again.id, as: caller) },
    ]
    for (number, work) in works.enumerated() {
      let slow = try await #require(throws: ReportTooSlow.self, "\(number)") { try await work() }
      #expect(slow.plan?.contains("stay_fact") == true, "\(number): \(slow)")
    }
    await records.database.close()
  }

  @Test func `who cancels it ends the statement on the server, and is told of no time`() async throws {
    let database = try await slowDatabase()
    let definition = try definition()
    let task = Task { try await Reports.run(definition, on: database.records, as: database.caller) }
    for _ in 0..<500 where try await database.readers(of: "clinic.stay_fact") == 0 {
      try await Task.sleep(for: .milliseconds(20))
    }

    task.cancel()
    let error = try await #require(throws: (any Error).self) { _ = try await task.value }

    #expect(!(error is ReportTooSlow), "\(error)")
    #expect(try await database.readers(of: "clinic.stay_fact") == 0)
  }

  @Test func `a statement that somebody stopped on the server was not too slow`() async throws {
    let database = try await slowDatabase()
    let definition = try definition()
    let task = Task { try await Reports.run(definition, on: database.records, as: database.caller) }
    for _ in 0..<500 where try await database.readers(of: "clinic.stay_fact") == 0 {
      try await Task.sleep(for: .milliseconds(20))
    }

    _ = try await database.owner.run(
      .execute(
        """
        SELECT pg_cancel_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE '%clinic.stay_fact%' AND pid <> pg_backend_pid()
        """))

    let error = try await #require(throws: PostgresError.self) { _ = try await task.value }
    #expect(error.code == .queryCanceled)
  }

  private func trail(_ database: TestDatabase) async throws -> [String] {
    try await database.owner.run(
      Query<[String]>.all(
        "SELECT action || ' ' || outcome AS line FROM audit.event ORDER BY transaction"
      ) { try $0["line"] })
  }
}
