import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// What a protocol makes due, and how findings move it.
@Suite(.database, .timeLimit(.minutes(10)))
struct MonitoringTests {
  private let bedside: Bedside
  private let world: TestWorld

  init() throws {
    bedside = try Bedside()
    world = bedside.world
  }

  @Test func `a check is due at once, and later by what is found`() async throws {
    let episode = try await bedside.episode()
    let started = try await bedside.start("ketamine", episode)
    let first = try await bedside.due()
    #expect(
      Set(first.map(\.check)) == ["craving", "vitals", "mood", "suicidality", "sleep", "pain", "bladder"])
    #expect(first.allSatisfy { $0.dueAt == TestDatabase.now && $0.unit == "Detox" && $0.bed == "D-01" })
    _ = try await world.records.record(
      bedside.vitals(episode, Bedside.whole.merging([.craving: .number(8)]) { $1 }), as: world.caller)
    let later = try await bedside.due(24)
    #expect(later.first { $0.check == "craving" }?.dueAt == world.hours(4))
    #expect(later.first { $0.check == "vitals" }?.dueAt == world.hours(4))
    #expect(later.first { $0.check == "craving" }?.lastScore == 8)
    let plan = try await bedside.sheet(episode).plan(of: started)
    #expect(plan.checks.first { $0.name == "craving" }?.dueAt == world.hours(4))
  }

  private static let lowMood = """
    protocol: low_mood
    version: "1"
    title: Low mood
    about: It.
    source: Us.
    kind: supportive
    grace_minutes: 30
    checks:
      - check: phq_9
        title: PHQ-9
        instrument: phq_9
        scores: [0, 27]
        every: [{ scores: [15, 27], minutes: 60 }, { minutes: 240 }]
    escalations: [{ check: phq_9, from: 20, tell: prescriber, within_minutes: 30, then: Come. }]
    stop: [{ after_hours: 240 }]
    """

  @Test func `a score, its correction and its withdrawal move what is due in their own transaction`()
    async throws
  {
    let episode = try await bedside.episode()
    try await world.records.load(
      ProtocolLibrary.Entry(file: "x", text: Self.lowMood), as: world.caller)
    _ = try await bedside.start("low_mood", episode, hoursAgo: 10)
    let patient = try await bedside.sheet(episode).patientID
    func line() async throws -> DueLine {
      try #require(try await bedside.due(24).first { $0.check == "phq_9" })
    }
    func record(_ answer: Int16, hoursAgo: Double) async throws -> Screening.ID {
      let id: Screening.ID = TestDatabase.new()
      let answers = Dictionary(
        uniqueKeysWithValues: (1...9).map { (Int16($0), Recorded<Int16>.value(answer)) })
      _ = try await world.records.record(
        ScreeningDraft(patientID: patient, instrument: "phq_9", at: world.hours(-hoursAgo), answers: answers),
        id: id, as: world.caller)
      return id
    }
    _ = try await record(0, hoursAgo: 9)
    #expect(try await line().dueAt == world.hours(-5))
    let high = try await record(3, hoursAgo: 5)
    let raised = try await line()
    #expect(raised.dueAt == world.hours(-4) && raised.minutes == 60 && raised.minutesBefore == 240)
    #expect(
      raised.raised?.tell == "prescriber" && raised.raised?.score == 27 && raised.isLate(at: TestDatabase.now)
    )
    _ = try await world.records.correct(
      high,
      ScreeningCorrection(
        answers: Dictionary(uniqueKeysWithValues: (1...8).map { (Int16($0), .value(1)) }),
        reason: try Note("misread")),
      as: world.caller)
    let corrected = try await line()
    #expect(corrected.dueAt == world.hours(-1) && corrected.raised == nil && corrected.lastScore == 11)
    try await world.records.enterInError(high, reason: try Note("somebody else"), as: world.caller)
    #expect(try await line().dueAt == world.hours(-5))
  }

  @Test func `a corrected value gives another plan, and what was known before stays`() async throws {
    let episode = try await bedside.episode()
    _ = try await bedside.start("ketamine", episode)
    let set = bedside.vitals(episode, [.craving: .number(2)], hoursAgo: 0)
    _ = try await world.records.record(set, as: world.caller)
    #expect(try await bedside.due(24).first { $0.check == "craving" }?.dueAt == world.hours(8))
    let corrected = try await world.records.correct(
      set.id, reason: try Line("read wrongly"), as: world.caller
    ) { old in
      Vitals(id: old.id, episodeID: old.episodeID, at: old.at, readings: [.craving: .number(9)])
    }
    #expect(corrected.vitals.readings == [.craving: .number(9)])
    let line = try #require(try await bedside.due(24).first { $0.check == "craving" })
    #expect(line.dueAt == world.hours(4) && line.minutes == 240 && line.minutesBefore == 480)
    let rows = try await world.database.owner.run(
      Query<[Int16]>.all(
        "SELECT craving FROM clinic.vitals WHERE vitals_id = \(set.id) ORDER BY known_to, (corrects IS NOT NULL)"
      ) { try $0["craving"] })
    #expect(rows == [2, 9])
    try await world.records.takeBack(set.id, reason: try Line("somebody else"), as: world.caller)
    #expect(try await bedside.sheet(episode).vitals == [])
    #expect(try await bedside.due(24).first { $0.check == "craving" }?.dueAt == TestDatabase.now)
  }

  @Test func `what is said of a check settles it, and needs its reason`() async throws {
    let episode = try await bedside.episode()
    let monitoring = try await bedside.start("ketamine", episode)
    await #expect(throws: InvalidValue.self) {
      try await world.records.say(
        .skipped, of: "craving", in: monitoring.id, at: TestDatabase.now, reason: nil, as: world.caller)
    }
    _ = try await world.records.say(
      .skipped, of: "craving", in: monitoring.id, at: TestDatabase.now, reason: try Line("in court"),
      as: world.caller)
    _ = try await world.records.say(
      .asleep, of: "vitals", in: monitoring.id, at: TestDatabase.now, reason: nil, as: world.caller)
    let lines = try await bedside.due(24)
    #expect(lines.first { $0.check == "craving" }?.lastOutcome == .skipped)
    #expect(lines.first { $0.check == "vitals" }?.dueAt == world.hours(1))
    let unknown = await #expect(throws: InvalidValue.self) {
      try await world.records.say(
        .skipped, of: "ciwa_ar", in: monitoring.id, at: TestDatabase.now, reason: try Line("x"),
        as: world.caller)
    }
    #expect(unknown?.code == "unknown-check")
    let nothing = await #expect(throws: Conflict.self) {
      try await world.records.say(
        .answered, of: "craving", in: monitoring.id, at: TestDatabase.now, reason: try Line("x"),
        as: world.caller)
    }
    #expect(nothing?.code == "nothing-raised")
  }

  @Test func `a protocol runs once, stops for a reason, and can begin again`() async throws {
    let episode = try await bedside.episode()
    let first = try await bedside.start("ketamine", episode)
    let twice = await #expect(throws: Conflict.self) { try await bedside.start("ketamine", episode) }
    #expect(twice?.code == "monitoring-runs")
    _ = try await bedside.start("supportive", episode)
    _ = try await world.records.stop(
      first.id, at: TestDatabase.now, reason: try Line("goes to hospital"), as: world.caller)
    #expect(Set(try await bedside.due(24).map(\.protocolName)) == ["supportive"])
    let again = await #expect(throws: Conflict.self) {
      try await world.records.stop(
        first.id, at: TestDatabase.now, reason: try Line("again"), as: world.caller)
    }
    #expect(again?.code == "monitoring-over")
    _ = try await bedside.start("ketamine", episode)
    #expect(Set(try await bedside.due(24).map(\.protocolName)) == ["ketamine", "supportive"])
  }

  @Test func `what is due is the same whether it grew or is derived at once`() async throws {
    let episode = try await bedside.episode(hoursAgo: 60)
    let monitoring = try await bedside.start("ketamine", episode, hoursAgo: 50)
    var random = SeededRandom(3)
    for _ in 0..<25 {
      let hour = Double.random(in: 0...50, using: &random)
      _ = try await world.records.record(
        bedside.vitals(
          episode,
          Bedside.whole.merging([
            .craving: .number(Decimal(Int.random(in: 0...10, using: &random))),
            .pulse: .number(Decimal(Int.random(in: 45...150, using: &random))),
          ]) { $1 }, hoursAgo: hour), as: world.caller)
    }
    let plan = try await bedside.sheet(episode).plan(of: monitoring)
    let stored = try await bedside.due(400)
    for check in plan.checks {
      let line = try #require(stored.first { $0.check == check.name })
      #expect(line.dueAt == check.dueAt && line.minutes.map { Int($0) } == check.minutes, "\(check.name)")
      #expect(line.raised?.at == check.raised?.at, "\(check.name)")
    }
  }

  @Test func `of two who write at once neither is lost`() async throws {
    let episode = try await bedside.episode()
    _ = try await bedside.start("ketamine", episode, hoursAgo: 6)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for minute in 1...8 {
        group.addTask {
          _ = try await world.records.record(
            bedside.vitals(episode, [.craving: .number(Decimal(minute))], hoursAgo: Double(minute) / 60),
            as: world.caller)
        }
      }
      try await group.waitForAll()
    }
    let sheet = try await bedside.sheet(episode)
    #expect(sheet.vitals.count == 8 && sheet.version == 9)
    let latest = try #require(try await bedside.due(24).first { $0.check == "craving" })
    #expect(latest.lastScore == 1 && latest.dueAt == world.hours(8 - 1.0 / 60))
  }

  @Test func `a clinic's own protocol stands in place of the shipped one, and what runs goes on by its own`()
    async throws
  {
    let (one, two) = (try await bedside.episode(), try await bedside.episode(bed: 1))
    _ = try await bedside.start("ketamine", one)
    let text = try ProtocolLibrary.find("ketamine").text
    let taken = await #expect(throws: Conflict.self) {
      try await world.records.load(
        ProtocolLibrary.Entry(
          file: "x", text: text.replacing("grace_minutes: 30", with: "grace_minutes: 31")),
        as: world.caller)
    }
    #expect(taken?.code == "protocol-version-taken")
    let own = text.replacing("version: \"1\"", with: "version: \"ours\"").replacing(
      "grace_minutes: 30", with: "grace_minutes: 5")
    try await world.records.load(ProtocolLibrary.Entry(file: "x", text: own), as: world.caller)
    _ = try await bedside.start("ketamine", two)
    let versions = (
      try await bedside.sheet(one).monitorings.map(\.definition.reference.version),
      try await bedside.sheet(two).monitorings.map(\.definition.reference.version)
    )
    #expect(versions.0 == ["1"] && versions.1 == ["ours"])
  }
}
