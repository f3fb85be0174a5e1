import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Reports

@Suite(.database, .serialized, .timeLimit(.minutes(10))) struct ReportRunTests {
  private static let counts = """
    name: test
    title: Test
    population: stays
    groups: {by: facility}
    measures: [counts, reasons, length_of_stay, retention]
    """

  /// Three stays that were on record on 10 June.
  private static func early() -> [ToldStay] {
    [
      ToldStay(person: 1, start: History.june(1), end: History.june(4), reason: .completed),
      ToldStay(person: 2, start: History.june(1), end: History.june(5), reason: .completed),
      ToldStay(person: 3, start: History.june(2)),
    ]
  }

  /// What was written on 12 June about the days before the 10th.
  private static func tellLater(_ history: inout History) async throws {
    let noon = History.june(12)
    for index in 0...2 { try await history.retract(index, at: noon) }
    try await history.tell([
      ToldStay(person: 4, start: History.june(3), end: History.june(6), reason: .completed, knownFrom: noon),
      ToldStay(
        person: 2, start: History.june(1), end: History.june(5), reason: .leftAgainstAdvice, knownFrom: noon,
        corrects: 1),
      ToldStay(
        person: 3, start: History.june(2), end: History.june(8), reason: .completed, knownFrom: noon,
        corrects: 2
      ),
    ])
  }

  private func keep(
    _ history: History, _ text: String = counts, asOf: Double, knownAt: Double, members: Bool = false
  ) async throws -> ReportRun {
    try await history.database.records.keepReport(
      TestDatabase.new(), of: text, asOf: History.june(asOf), knownAt: History.june(knownAt),
      keepingMembers: members, as: history.database.caller
    ).run
  }

  @Test func `a kept report is made again with the same bytes, whatever was written since`() async throws {
    var history = try await History(Self.early())
    let run = try await keep(history, asOf: 10, knownAt: 10, members: true)
    try await Self.tellLater(&history)

    let again = try await history.database.records.repeatReport(run.id, as: history.database.caller)

    #expect(again.isSame)
    #expect(ReportRun.digest(of: again.result) == run.resultDigest)
    #expect(again.members == ReportRepetition.Members(kept: 3, gone: 0, new: 0))
  }

  @Test func `a kept report with a word of before is made again in that word`() async throws {
    let history = try await History(Self.early())
    func kept(_ word: String) async throws -> KeptReport {
      let text = Self.counts.replacing("by: facility", with: "by: \(word)")
      let run = try await keep(history, text, asOf: 10, knownAt: 10)
      return try await history.database.records.keptReport(run.id, as: history.database.caller)
    }
    let (former, present) = (try await kept("payer"), try await kept("payment_source"))

    let again = try await history.database.records.repeatReport(former.run.id, as: history.database.caller)

    #expect(again.isSame)
    #expect(again.result.contains("told apart by payer.") && !again.result.contains("payment_source"))
    #expect(
      former.result.replacing("by payer.", with: "by payment source.")
        .replacing("\"payer\"", with: "\"payment_source\"") == present.result)
    #expect(former.figures == present.figures)
  }

  @Test func `a report that is kept now is not changed by what comes later`() async throws {
    let history = try await History(Self.early())
    let database = history.database
    let run = try await database.records.keepReport(
      TestDatabase.new(), of: Self.counts, as: database.caller
    ).run
    #expect(run.knownAt == TestDatabase.now)
    var later = history
    try await later.tell([
      ToldStay(person: 5, start: History.june(2), knownFrom: TestDatabase.now.addingTimeInterval(60))
    ])
    let clock = TestDatabase.now.addingTimeInterval(3_600)

    let again = try await Records(database.records.database, clock: { clock }).repeatReport(
      run.id, as: database.caller)

    #expect(again.isSame)
  }

  @Test func `records that claim to have been known then are noticed`() async throws {
    var history = try await History(Self.early())
    let run = try await keep(history, asOf: 10, knownAt: 10, members: true)
    try await history.tell([ToldStay(person: 5, start: History.june(2), knownFrom: History.june(9))])

    let again = try await history.database.records.repeatReport(run.id, as: history.database.caller)

    #expect(again.differences == [.records])
    #expect(again.members == ReportRepetition.Members(kept: 3, gone: 0, new: 1))
  }

  @Test func `every difference has a cause, and they add up`() async throws {
    var history = try await History(Self.early())
    let before = try await keep(history, asOf: 10, knownAt: 10)
    try await Self.tellLater(&history)
    let after = try await keep(history, asOf: 10, knownAt: 14)
    let (records, caller) = (history.database.records, history.database.caller)

    let difference = try await records.explainReports(from: before.id, to: after.id, as: caller)

    #expect(difference.isWhole)
    let causes = Dictionary(uniqueKeysWithValues: difference.explained.map { ($0.cause, $0) })
    #expect(causes.count == 3)
    #expect(
      causes[.lateEntry]
        == ReportDifference.Explained(cause: .lateEntry, came: 1, went: 0, changed: 1, ended: 2))
    #expect(
      causes[.correction]
        == ReportDifference.Explained(cause: .correction, came: 0, went: 0, changed: 1, ended: 0))
    #expect(
      causes[.enteredInError]
        == ReportDifference.Explained(cause: .enteredInError, came: 0, went: 1, changed: 0, ended: -1))
    #expect(
      difference.figures.contains {
        $0.address == ",counts,north,ended," && ($0.before, $0.after) == ("2", "3")
      })

    let people = try await records.peopleBehind(from: before.id, to: after.id, as: caller)

    #expect(people.people.count == 4)
    #expect(!people.hasMore)
    #expect(people.people.allSatisfy { $0.row?.knownFrom != nil })
    let named: Int64 = try await history.database.owner.run(
      .one("SELECT cardinality(patients)::bigint AS n FROM audit.event WHERE action = 'report.people'") {
        try $0["n"]
      })
    #expect(named == 4)
  }

  @Test func `another definition and a later time are causes of their own`() async throws {
    var history = try await History(Self.early())
    let before = try await keep(history, asOf: 10, knownAt: 10)
    try await history.tell([ToldStay(person: 6, stage: .residential, start: History.june(11))])
    let text = Self.counts.replacing("groups:", with: "conditions: {stage: residential}\ngroups:")
    let after = try await keep(history, text, asOf: 14, knownAt: 14)

    let difference = try await history.database.records.explainReports(
      from: before.id, to: after.id, as: history.database.caller)

    #expect(difference.isWhole)
    #expect(
      difference.explained == [
        ReportDifference.Explained(cause: .newEvent, came: 1, went: 0, changed: 0, ended: 0),
        ReportDifference.Explained(cause: .definition, came: 0, went: 3, changed: 0, ended: -2),
      ])
  }

  @Test func `whoever may not count everywhere does not see a run of everywhere`() async throws {
    let history = try await History(Self.early())
    let database = history.database
    let run = try await keep(history, asOf: 10, knownAt: 10)
    let token = try await database.token(of: .director, in: database.south.id)
    let south = Caller(token: token, source: .cli, requestID: "south")

    await #expect(throws: NotFound.self) { _ = try await database.records.keptReport(run.id, as: south) }
    let own = try await database.records.keepReport(TestDatabase.new(), of: Self.counts, as: south).run
    #expect(own.facilities == [database.south.id])
    #expect(try await database.records.repeatReport(own.id, as: database.caller).isSame)
  }

  /// Keeps a copy of the database at an instant, goes on writing, and compares.
  @Test(arguments: [1, 2] as [UInt64])
  func `as known at an instant is as a copy of that instant has it`(_ seed: UInt64) async throws {
    var random = SeededRandom(seed)
    func stay(_ person: Int, known: Double) -> ToldStay {
      let start = Double.random(in: 1...9, using: &random)
      let end = Bool.random(using: &random) ? start + Double.random(in: 0.1...8, using: &random) : nil
      let ended = end.flatMap { $0 < known ? $0 : nil }
      return ToldStay(
        person: person, stage: Bool.random(using: &random) ? .detox : .residential,
        isSouth: Bool.random(using: &random), start: History.june(start), end: ended.map(History.june),
        reason: ended == nil ? nil : DischargeReason.words.map(\.meaning).randomElement(using: &random),
        knownFrom: History.june(known))
    }
    var history = try await History((0..<40).map { stay($0 / 2, known: 9.5) })
    let instant = History.june(10)
    let copy = "\(history.database.name)_copy"
    let maintenance = try TestServer.owner(of: "postgres")
    // Who is connected keeps the database from being copied.
    _ = try await maintenance.run(
      .execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(history.database.name)"))
    try await TestServer.create(copy, from: history.database.name, on: maintenance)
    for _ in 0..<12 {
      _ = try? await history.database.owner.run(.execute("SELECT"))
      _ = try? await history.run(CohortDefinition(yaml: Self.counts))
    }

    for index in 0..<40 where Bool.random(using: &random) {
      try await history.retract(index, at: History.june(12))
      guard Bool.random(using: &random) else { continue }
      var corrected = stay(history.stays[index].person, known: 12)
      corrected.corrects = index
      try await history.tell([corrected])
    }
    for person in 30..<40 { try await history.tell([stay(person, known: 13)]) }

    let kept = Records(
      Database(TestDatabase.service("\(try TestServer.conninfo()) dbname=\(copy)")), clock: { instant })
    for definition in [Self.counts]
      + (CohortDefinition.files.map { String(decoding: $0.bytes, as: UTF8.self) })
    {
      let definition = try CohortDefinition(yaml: definition)
      guard definition.population != .enquiries else { continue }
      let then = try await Reports.run(definition, on: kept, as: history.database.caller)
      let asKnown = try await history.run(definition, asOf: instant, knownAt: instant)
      #expect(try asKnown.json() == then.json(), "\(definition.name)")
    }
    let now = try await history.run(CohortDefinition(yaml: Self.counts), asOf: instant)
    let before = try await history.run(CohortDefinition(yaml: Self.counts), asOf: instant, knownAt: instant)
    #expect(now.panels != before.panels)
    await kept.database.close()
    _ = try await maintenance.run(.execute(SQL(unsafe: "DROP DATABASE \"\(copy)\" WITH (FORCE)")))
    await maintenance.close()
  }
}
