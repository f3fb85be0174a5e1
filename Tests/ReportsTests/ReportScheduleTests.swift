import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Reports

@Suite struct RhythmTests {
  private static func time(_ text: String) throws -> Date {
    try #require(try? Date(text, strategy: .iso8601))
  }

  @Test(
    arguments: [
      (Rhythm.Every.day, nil, "2026-06-15T11:59:00Z", "2026-06-15T12:00:00Z"),
      (.day, nil, "2026-06-15T12:00:00Z", "2026-06-16T12:00:00Z"),
      (.week, 1, "2026-06-15T12:00:00Z", "2026-06-22T12:00:00Z"),
      (.week, 7, "2026-06-15T12:00:00Z", "2026-06-21T12:00:00Z"),
      (.month, 31, "2026-06-15T12:00:00Z", "2026-06-30T12:00:00Z"),
      (.month, 31, "2026-06-30T12:00:00Z", "2026-07-31T12:00:00Z"),
      (.month, 31, "2027-01-31T12:00:00Z", "2027-02-28T12:00:00Z"),
    ] as [(Rhythm.Every, Int?, String, String)])
  func `the next time is the next one of its rhythm`(
    _ every: Rhythm.Every, _ day: Int?, _ after: String, _ expected: String
  ) throws {
    let rhythm = try #require(Rhythm(every: every, day: day, hour: 12, minute: 0))

    #expect(rhythm.next(after: try Self.time(after), in: .gmt) == (try Self.time(expected)))
  }

  @Test func `the clocks of the facility count, also when they change`() throws {
    let zone = try #require(TimeZone(identifier: "America/New_York"))
    let rhythm = try #require(Rhythm(every: .day, day: nil, hour: 6, minute: 30))
    // Clocks went forward on 8 March 2026.
    #expect(
      rhythm.next(after: try Self.time("2026-03-07T00:00:00Z"), in: zone)
        == (try Self.time("2026-03-07T11:30:00Z")))
    #expect(
      rhythm.next(after: try Self.time("2026-03-08T00:00:00Z"), in: zone)
        == (try Self.time("2026-03-08T10:30:00Z")))
    let skipped = try #require(Rhythm(every: .day, day: nil, hour: 2, minute: 30))
    let first = skipped.next(after: try Self.time("2026-03-08T05:30:00Z"), in: zone)
    #expect(skipped.next(after: first, in: zone) == (try Self.time("2026-03-09T06:30:00Z")))
    let twice = try #require(Rhythm(every: .day, day: nil, hour: 1, minute: 30))
    let autumn = twice.next(after: try Self.time("2026-11-01T04:30:00Z"), in: zone)
    #expect(twice.next(after: autumn, in: zone) == (try Self.time("2026-11-02T06:30:00Z")))
  }

  @Test func `what was missed several times is made for the last of them`() throws {
    let rhythm = try #require(Rhythm(every: .day, day: nil, hour: 6, minute: 0))
    let (due, now) = (try Self.time("2026-06-01T06:00:00Z"), try Self.time("2026-06-15T12:00:00Z"))

    #expect(rhythm.latest(since: due, until: now, in: .gmt) == (try Self.time("2026-06-15T06:00:00Z")))
  }

  @Test func `there is no eighth day of the week`() {
    #expect(Rhythm(every: .week, day: 8, hour: 1, minute: 0) == nil)
    #expect(Rhythm(every: .week, day: nil, hour: 1, minute: 0) == nil)
    #expect(Rhythm(every: .day, day: 1, hour: 1, minute: 0) == nil)
    #expect(Rhythm(every: .day, day: nil, hour: 24, minute: 0) == nil)
  }
}

@Suite(.database, .serialized, .timeLimit(.minutes(10))) struct ReportScheduleTests {
  private static let text = """
    name: test
    title: Test
    population: stays
    groups: {by: facility}
    measures: [counts, reasons]
    """

  /// A clock that is a while after the time of the tests.
  private func later(_ hours: Double, _ database: TestDatabase) -> Records {
    let time = TestDatabase.now.addingTimeInterval(hours * 3_600)
    return Records(database.records.database, clock: { time })
  }

  private func schedule(
    _ database: TestDatabase, folder: String = "daily", keep: Int = 2, as caller: Caller? = nil
  ) async throws -> ReportSchedule {
    try await database.records.addSchedule(
      NewReportSchedule(
        id: TestDatabase.new(), text: Self.text, file: "test.yaml",
        rhythm: try #require(Rhythm(every: .day, day: nil, hour: 6, minute: 0)),
        facilityID: database.south.id,
        forms: [.csv, .html, .json, .svg, .text], folder: folder, keep: keep),
      as: caller ?? database.caller)
  }

  private func root() -> URL {
    FileManager.default.temporaryDirectory.appending(path: "reports-\(UUID().uuidString)")
  }

  /// Where the outputs of the schedules of a test are.
  private func folder(_ root: URL, _ database: TestDatabase) -> URL {
    root.appending(path: "\(database.organization)/daily")
  }

  private func only(_ database: TestDatabase) async throws -> ReportSchedule {
    let found = try await database.records.run(
      as: database.caller, Action("report.schedule.list", needs: .reportRun), ReportSchedule.all)
    #expect(found.count == 1)
    return try #require(found.first)
  }

  private func files(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func `a report is made when it is due, without small counts, and only the newest are kept`()
    async throws
  {
    let history = try await History([
      ToldStay(person: 1, start: History.june(1)), ToldStay(person: 2, start: History.june(2)),
    ])
    let (database, root) = (history.database, root())
    defer { try? FileManager.default.removeItem(at: root) }
    let made = try await schedule(database)
    #expect(made.nextAt == TestDatabase.now.addingTimeInterval(18 * 3_600))

    #expect(try await ReportRunner(database.records, root: root).runDue().isEmpty)
    for day in 0..<3 {
      let outcomes = try await ReportRunner(later(19 + 24 * Double(day), database), root: root).runDue()
      #expect(outcomes.map(\.outcome) == [.made])
    }

    let names = try files(folder(root, database))
    #expect(names.count == 10)
    #expect(names.first == "2026-06-17T0600Z.csv")
    let csv = try String(
      contentsOf: folder(root, database).appending(path: "2026-06-17T0600Z.csv"), encoding: .utf8)
    #expect(csv.contains(",counts,north,admitted,,*"))
    let found = try await database.records.run(
      as: database.caller, Action("report.schedule.list", needs: .reportRun), ReportSchedule.all)
    #expect(found.first?.lastFault == nil)
    #expect(found.first?.nextAt == TestDatabase.now.addingTimeInterval((18 + 72) * 3_600))
  }

  @Test func `what was missed is caught up once`() async throws {
    let history = try await History([])
    let (database, root) = (history.database, root())
    defer { try? FileManager.default.removeItem(at: root) }
    _ = try await schedule(database)
    let runner = ReportRunner(later(24 * 9, database), root: root)

    #expect(try await runner.runDue().map(\.outcome) == [.made])
    #expect(try await runner.runDue().isEmpty)
    #expect(Set(try files(folder(root, database)).map { $0.prefix(16) }) == ["2026-06-24T0600Z"])
  }

  @Test func `of several runners at once one works`() async throws {
    let history = try await History([])
    let (database, root) = (history.database, root())
    defer { try? FileManager.default.removeItem(at: root) }
    _ = try await schedule(database)
    let records = later(19, database)

    let outcomes = try await withThrowingTaskGroup(of: [ReportRunner.Outcome].self) { group in
      for _ in 0..<4 {
        group.addTask { try await ReportRunner(records, root: root).runDue().map(\.outcome) }
      }
      var all: [ReportRunner.Outcome] = []
      for try await some in group { all += some }
      return all
    }

    #expect(outcomes.filter { $0 == .made }.count == 1)
    #expect(outcomes.allSatisfy { $0 == .made || $0 == .busy })
  }

  @Test func `what cannot be written is tried again soon, and then at its next time`() async throws {
    let history = try await History([])
    let (database, root) = (history.database, root())
    defer { try? FileManager.default.removeItem(at: root) }
    let made = try await schedule(database)
    let (due, next) = (made.nextAt, made.nextAt.addingTimeInterval(86_400))
    // Where the folder is to be stands a file, so that nothing can be written.
    try Data().write(to: root)
    func runs(at instant: Date) async throws -> [ReportRunner.Outcome] {
      let records = Records(database.records.database, clock: { instant })
      return try await ReportRunner(records, root: root).runDue().map(\.outcome)
    }
    var now = due.addingTimeInterval(60)
    for (number, pause) in [300.0, 900, 3_600].enumerated() {
      #expect(try await runs(at: now) == [.failed("cannot-write")])
      let told = try await only(database)
      #expect(told.lastFault == "cannot-write" && told.faults == number + 1 && told.lastEndedAt == now)
      #expect(told.nextAt == due && told.retryAt == now.addingTimeInterval(pause) && told.lastAt == nil)
      #expect(try await runs(at: now.addingTimeInterval(pause - 1)).isEmpty)
      now = now.addingTimeInterval(pause)
    }
    #expect(try await runs(at: now) == [.failed("cannot-write")])
    let waiting = try await only(database)
    #expect(waiting.nextAt == next && waiting.retryAt == nil)
    // It has failed for long: once each time is enough.
    #expect(try await runs(at: next.addingTimeInterval(-1)).isEmpty)
    #expect(try await runs(at: next) == [.failed("cannot-write")])
    #expect(try await only(database).nextAt == next.addingTimeInterval(86_400))

    try FileManager.default.removeItem(at: root)
    let folder = folder(root, database)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("half".utf8).write(to: folder.appending(path: ".0.part"))
    try Data("ours".utf8).write(to: folder.appending(path: "notes.txt"))
    #expect(try await runs(at: next.addingTimeInterval(86_400)) == [.made])
    #expect(try files(folder).count == 6)
    #expect(try files(folder).contains("notes.txt"))
    let healed = try await only(database)
    #expect(healed.lastFault == nil && healed.faults == 0 && healed.lastAt == next.addingTimeInterval(86_400))
  }

  @Test func `what heals soon is made for the time for which it failed`() async throws {
    let history = try await History([])
    let (database, root) = (history.database, root())
    defer { try? FileManager.default.removeItem(at: root) }
    let due = try await schedule(database).nextAt
    try Data().write(to: root)
    _ = try await ReportRunner(later(18.5, database), root: root).runDue()
    try FileManager.default.removeItem(at: root)

    #expect(try await ReportRunner(later(18.6, database), root: root).runDue().map(\.outcome) == [.made])

    #expect(try await only(database).lastAt == due)
    #expect(try await only(database).nextAt == due.addingTimeInterval(86_400))
    #expect(Set(try files(folder(root, database)).map { $0.prefix(16) }) == ["2026-06-16T0600Z"])
  }

  @Test func `of two organizations each has folders of its own`() async throws {
    let history = try await History([])
    let (database, root) = (history.database, root())
    defer { try? FileManager.default.removeItem(at: root) }
    _ = try await schedule(database)
    _ = try await ReportRunner(later(19, database), root: root).runDue()

    #expect(try files(root) == ["\(database.organization)"])
  }

  @Test func `it acts only as long as whoever set it up may`() async throws {
    let history = try await History([])
    let (database, root) = (history.database, root())
    let staff = try await database.staff(of: [.director])
    let made = try await schedule(
      database, as: Caller(token: staff.token, source: .cli, requestID: "test"))
    _ = try await database.owner.run(
      .execute("UPDATE access.staff SET disabled_at = \(TestDatabase.now) WHERE id = \(staff.id)"))

    let outcomes = try await ReportRunner(later(19, database), root: root).runDue()

    #expect(outcomes.map(\.id) == [made.id])
    #expect(outcomes.map(\.outcome) == [.failed("not-signed-in")])
    // Somebody has to do something about it, so that trying again soon would be of no use.
    let told = try await only(database)
    #expect(told.retryAt == nil && told.nextAt == made.nextAt.addingTimeInterval(86_400))
  }

  @Test func `a schedule that is paused or removed is not made`() async throws {
    let history = try await History([])
    let (database, root) = (history.database, root())
    let made = try await schedule(database)

    try await database.records.setSchedule(made.id, to: .paused, as: database.caller)
    #expect(try await ReportRunner(later(19, database), root: root).runDue().isEmpty)
    try await later(24 * 3, database).setSchedule(made.id, to: .active, as: database.caller)
    #expect(try await ReportRunner(later(24 * 3, database), root: root).runDue().isEmpty)
    try await database.records.setSchedule(made.id, to: .removed, as: database.caller)
    #expect(try await ReportRunner(later(24 * 30, database), root: root).runDue().isEmpty)
    await #expect(throws: NotFound.self) {
      try await database.records.setSchedule(made.id, to: .active, as: database.caller)
    }
  }
}
