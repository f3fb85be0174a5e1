import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// What is measured, what is due after it, and what stays of what was known before.
@Suite(.database, .timeLimit(.minutes(10)))
struct FlowsheetTests {
  private let world: TestWorld

  init() throws { world = try TestWorld() }

  /// Somebody in detox for 20 hours.
  private func episode(bed: Int = 0, hoursAgo: Double = 20) async throws -> Episode.ID {
    try await world.admit(
      try await world.patient(), to: world.database.north.detoxBeds[bed], hoursAgo: hoursAgo
    ).episodeID
  }

  private func vitals(
    _ episode: Episode.ID, _ readings: [VitalSign: Reading], hoursAgo: Double = 0,
    confirmed: Set<VitalSign> = []
  ) -> Vitals {
    Vitals(
      id: TestDatabase.new(), episodeID: episode, at: world.hours(-hoursAgo), readings: readings,
      confirmed: confirmed)
  }

  private func start(
    _ slug: String, _ episode: Episode.ID, hoursAgo: Double = 0
  ) async throws -> MonitoringRecord {
    try await world.records.start(
      MonitoringOrder(id: TestDatabase.new(), slug: slug, startsAt: world.hours(-hoursAgo)), in: episode,
      as: world.caller)
  }

  private func due(_ hours: Double = 4, since: Double? = nil) async throws -> [DueLine] {
    try await page(
      DueFilter(
        facility: world.database.north.id, until: world.hours(hours), since: since.map { world.hours(-$0) },
        limit: 1_000)
    ).lines
  }

  private func page(_ filter: DueFilter) async throws -> DuePage {
    try await DuePage(
      world.records.run(
        as: world.caller, Action("flowsheet.due", needs: .flowsheetRead),
        list: DueChecks.list(filter, at: TestDatabase.now)))
  }

  private func sheet(_ episode: Episode.ID) async throws -> FlowsheetRecord {
    try #require(try await world.records.flowsheet(of: episode, as: world.caller))
  }

  private static let whole: [VitalSign: Reading] = [
    .respirations: .number(16), .oxygenSaturation: .number(97), .breathing: .word("air"),
    .systolic: .number(120),
    .diastolic: .number(80), .pulse: .number(70), .consciousness: .word("alert"), .temperature: .number(37),
  ]

  @Test func `each reading is kept as it was found`() async throws {
    let episode = try await episode()
    let readings: [VitalSign: Reading] = [
      .craving: .number(0), .pain: .missing(.refused), .mood: .missing(.asleep),
      .sleepHours: .number(Decimal(string: "5.5") ?? 0),
      .urineBlood: .word("none"), .bladderPain: .missing(.unable), .urinations: .missing(.notDone),
      .temperature: .number(Decimal(string: "36.4") ?? 0), .pulse: .number(168),
    ]
    let set = vitals(episode, readings, confirmed: [.pulse])
    let stored = try await world.records.record(set, as: world.caller)
    #expect(stored.news2 == nil)
    let found = try #require(try await sheet(episode).vitals.first)
    #expect(
      found.vitals.readings == readings && found.vitals.confirmed == [.pulse] && found.vitals.at == set.at)
  }

  @Test func `the database makes the same NEWS2 of a set as the program, and none of a part`() async throws {
    let episode = try await episode()
    var random = SeededRandom(7)
    var (whole, parts) = (0, 0)
    for index in 0..<60 {
      var readings: [VitalSign: Reading] = [
        .respirations: .number(Decimal(Int.random(in: 8...40, using: &random))),
        .oxygenSaturation: .number(Decimal(Int.random(in: 80...100, using: &random))),
        .breathing: .word(Bool.random(using: &random) ? "air" : "oxygen"),
        .systolic: .number(Decimal(Int.random(in: 70...220, using: &random))),
        .pulse: .number(Decimal(Int.random(in: 40...160, using: &random))),
        .consciousness: .word(Bool.random(using: &random) ? "alert" : "confusion"),
        .temperature: .number(Decimal(Int.random(in: 340...410, using: &random)) / 10),
      ]
      if index.isMultiple(of: 5) {
        readings[VitalSign.ofNews2.sorted { $0.rawValue < $1.rawValue }[index / 5 % 7]] = .missing(.refused)
      }
      var set = vitals(episode, readings)
      if Bool.random(using: &random) {
        set = Vitals(id: set.id, episodeID: episode, at: set.at, scale: .second, readings: readings)
      }
      let stored = try await world.records.record(set, as: world.caller)
      let (total, isRed) = try await world.database.owner.run(
        Query<(Int16?, Bool?)>.one("SELECT news2, news2_red FROM clinic.vitals WHERE vitals_id = \(set.id)") {
          (try $0["news2"], try $0["news2_red"])
        })
      #expect(total.map { Int($0) } == stored.news2?.total && isRed == stored.news2?.isRed, "\(readings)")
      if total == nil { parts += 1 } else { whole += 1 }
    }
    #expect(whole == 48 && parts == 12)
  }

  @Test func `the database takes no value that cannot be, and none that is unlikely and not confirmed`()
    async throws
  {
    let episode = try await episode()
    _ = try await world.records.record(vitals(episode, [.pulse: .number(70)]), as: world.caller)
    for (change, constraint) in [
      ("systolic = 1200, confirmed = '{systolic}'", "vitals_possible"),
      ("temperature = 45.1, confirmed = '{temperature}'", "vitals_possible"),
      ("pulse = 188", "vitals_likely_or_confirmed"),
      ("systolic = 80, diastolic = 80", "vitals_pressure_in_order"),
      ("pulse_missing = 'refused'", "vitals_value_or_reason"), ("pulse = NULL", "vitals_not_empty"),
    ] {
      let error = await #expect(throws: PostgresError.self) {
        try await world.database.owner.run(.execute(SQL(unsafe: "UPDATE clinic.vitals SET \(change)")))
      }
      #expect(error?.constraint == constraint, "\(change)")
    }
  }

  @Test func `a check is due at once, and later by what is found`() async throws {
    let episode = try await episode()
    let started = try await start("ketamine", episode)
    let first = try await due()
    #expect(
      Set(first.map(\.check)) == ["craving", "vitals", "mood", "suicidality", "sleep", "pain", "bladder"])
    #expect(first.allSatisfy { $0.dueAt == TestDatabase.now && $0.unit == "Detox" && $0.bed == "D-01" })
    _ = try await world.records.record(
      vitals(episode, Self.whole.merging([.craving: .number(8)]) { $1 }), as: world.caller)
    let later = try await due(24)
    #expect(later.first { $0.check == "craving" }?.dueAt == world.hours(4))
    #expect(later.first { $0.check == "vitals" }?.dueAt == world.hours(4))
    #expect(later.first { $0.check == "craving" }?.lastScore == 8)
    let plan = try await sheet(episode).plan(of: started)
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
    let episode = try await episode()
    try await world.records.load(
      ProtocolLibrary.Entry(file: "x", text: Self.lowMood), as: world.caller)
    _ = try await start("low_mood", episode, hoursAgo: 10)
    let patient = try await sheet(episode).patientID
    func line() async throws -> DueLine { try #require(try await due(24).first { $0.check == "phq_9" }) }
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
    let episode = try await episode()
    _ = try await start("ketamine", episode)
    let set = vitals(episode, [.craving: .number(2)], hoursAgo: 0)
    _ = try await world.records.record(set, as: world.caller)
    #expect(try await due(24).first { $0.check == "craving" }?.dueAt == world.hours(8))
    let corrected = try await world.records.correct(
      set.id, reason: try Line("read wrongly"), as: world.caller
    ) { old in
      Vitals(id: old.id, episodeID: old.episodeID, at: old.at, readings: [.craving: .number(9)])
    }
    #expect(corrected.vitals.readings == [.craving: .number(9)])
    let line = try #require(try await due(24).first { $0.check == "craving" })
    #expect(line.dueAt == world.hours(4) && line.minutes == 240 && line.minutesBefore == 480)
    let rows = try await world.database.owner.run(
      Query<[Int16]>.all(
        "SELECT craving FROM clinic.vitals WHERE vitals_id = \(set.id) ORDER BY known_to, (corrects IS NOT NULL)"
      ) { try $0["craving"] })
    #expect(rows == [2, 9])
    try await world.records.takeBack(set.id, reason: try Line("somebody else"), as: world.caller)
    #expect(try await sheet(episode).vitals == [])
    #expect(try await due(24).first { $0.check == "craving" }?.dueAt == TestDatabase.now)
  }

  @Test func `what is said of a check settles it, and needs its reason`() async throws {
    let episode = try await episode()
    let monitoring = try await start("ketamine", episode)
    await #expect(throws: InvalidValue.self) {
      try await world.records.say(
        .skipped, of: "craving", in: monitoring.id, at: TestDatabase.now, reason: nil, as: world.caller)
    }
    _ = try await world.records.say(
      .skipped, of: "craving", in: monitoring.id, at: TestDatabase.now, reason: try Line("in court"),
      as: world.caller)
    _ = try await world.records.say(
      .asleep, of: "vitals", in: monitoring.id, at: TestDatabase.now, reason: nil, as: world.caller)
    let lines = try await due(24)
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
    let episode = try await episode()
    let first = try await start("ketamine", episode)
    let twice = await #expect(throws: Conflict.self) { try await start("ketamine", episode) }
    #expect(twice?.code == "monitoring-runs")
    _ = try await start("supportive", episode)
    _ = try await world.records.stop(
      first.id, at: TestDatabase.now, reason: try Line("goes to hospital"), as: world.caller)
    #expect(Set(try await due(24).map(\.protocolName)) == ["supportive"])
    let again = await #expect(throws: Conflict.self) {
      try await world.records.stop(
        first.id, at: TestDatabase.now, reason: try Line("again"), as: world.caller)
    }
    #expect(again?.code == "monitoring-over")
    _ = try await start("ketamine", episode)
    #expect(Set(try await due(24).map(\.protocolName)) == ["ketamine", "supportive"])
  }

  @Test func `nothing is due any more after the discharge, and nothing is recorded`() async throws {
    let episode = try await episode()
    _ = try await start("ketamine", episode, hoursAgo: 2)
    #expect(try await due().count == 7)
    _ = try await world.records.move(
      world.move(.discharge, to: .ended, at: world.hours(-1), reason: .leftAgainstAdvice), in: episode,
      as: world.caller)
    #expect(try await due().isEmpty)
    let late = await #expect(throws: InvalidValue.self) {
      try await world.records.record(vitals(episode, [.pulse: .number(70)]), as: world.caller)
    }
    #expect(late?.code == "outside-episode")
    _ = try await world.records.record(vitals(episode, [.pulse: .number(70)], hoursAgo: 3), as: world.caller)
    let sheet = try await sheet(episode)
    #expect(sheet.monitorings.allSatisfy { sheet.plan(of: $0).isOver(at: TestDatabase.now) })
  }

  @Test func `the list shows one unit, what is late first, and what changed since the shift began`()
    async throws
  {
    let (one, two) = (try await episode(), try await episode(bed: 1))
    _ = try await start("ketamine", one, hoursAgo: 5)
    _ = try await start("ketamine", two)
    let lines = try await due()
    #expect(lines.first?.episodeID == one && lines.prefix(7).allSatisfy { $0.isLate(at: TestDatabase.now) })
    #expect(lines.count == 14 && lines.suffix(7).allSatisfy { !$0.isLate(at: TestDatabase.now) })
    _ = try await world.records.record(
      vitals(one, Self.whole.merging([.pulse: .number(135)]) { $1 }), as: world.caller)
    let raised = try #require(
      try await due(0.1, since: 1).first { $0.check == "vitals" && $0.episodeID == one })
    #expect(raised.raised?.tell == "prescriber" && raised.dueAt == world.hours(1))
    #expect(try await due(0.1).first { $0.check == "vitals" && $0.episodeID == one } == nil)
    let units = try await world.records.run(as: world.caller, Action("unit.list", needs: nil), Units.all)
    let residential = units.first { $0.facilityID == world.database.north.id && $0.stage == .residential }
    let elsewhere = try await page(DueFilter(unit: residential?.id, until: world.hours(4)))
    #expect(elsewhere.lines.isEmpty)
  }

  @Test func `pages of what is due come to the whole list, and each says how much there is in all`()
    async throws
  {
    for (bed, hours) in [9.0, 30, 50].enumerated() {
      _ = try await start("ketamine", try await episode(bed: bed, hoursAgo: 60), hoursAgo: hours)
    }
    for since in [nil, world.hours(-100)] {
      var filter = DueFilter(
        facility: world.database.north.id, until: world.hours(30), since: since, limit: 1_000)
      let whole = try await page(filter)
      #expect(whole.lines.count > 6 && whole.left == 0 && whole.next == nil)
      #expect(whole.counts.late == Int64(whole.lines.count { $0.isLate(at: TestDatabase.now) }))
      #expect(whole.counts.raised == Int64(whole.lines.count { $0.raised != nil }))
      #expect(whole.counts.changed == (since == nil ? 0 : Int64(whole.lines.count)))
      var (seen, pages): ([DueLine], Int) = ([], 0)
      filter.limit = 2
      repeat {
        let page = try await page(filter)
        #expect(page.counts == whole.counts && page.left == whole.lines.count - seen.count - page.lines.count)
        seen += page.lines
        pages += 1
        filter.after = try page.next.map { place throws(InvalidValue) in try DuePlace(cursor: place.cursor) }
      } while filter.after != nil && pages < 100
      #expect(seen == whole.lines)
    }
  }

  @Test(arguments: [
    "", "..", "x.y.z", "018bcfe8-7540-7d23-96d1-a1dfc5722516.vitals",
    "018bcfe8-7540-7d23-96d1-a1dfc5722516.Vit als.1",
  ])
  func `what is no place in the list is refused`(cursor: String) {
    #expect(throws: InvalidValue.self) { try DuePlace(cursor: cursor) }
  }

  @Test func `what is due is the same whether it grew or is derived at once`() async throws {
    let episode = try await episode(hoursAgo: 60)
    let monitoring = try await start("ketamine", episode, hoursAgo: 50)
    var random = SeededRandom(3)
    for _ in 0..<25 {
      let hour = Double.random(in: 0...50, using: &random)
      _ = try await world.records.record(
        vitals(
          episode,
          Self.whole.merging([
            .craving: .number(Decimal(Int.random(in: 0...10, using: &random))),
            .pulse: .number(Decimal(Int.random(in: 45...150, using: &random))),
          ]) { $1 }, hoursAgo: hour), as: world.caller)
    }
    let plan = try await sheet(episode).plan(of: monitoring)
    let stored = try await due(400)
    for check in plan.checks {
      let line = try #require(stored.first { $0.check == check.name })
      #expect(line.dueAt == check.dueAt && line.minutes.map { Int($0) } == check.minutes, "\(check.name)")
      #expect(line.raised?.at == check.raised?.at, "\(check.name)")
    }
  }

  @Test func `of two who write at once neither is lost`() async throws {
    let episode = try await episode()
    _ = try await start("ketamine", episode, hoursAgo: 6)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for minute in 1...8 {
        group.addTask {
          _ = try await world.records.record(
            vitals(episode, [.craving: .number(Decimal(minute))], hoursAgo: Double(minute) / 60),
            as: world.caller)
        }
      }
      try await group.waitForAll()
    }
    let sheet = try await sheet(episode)
    #expect(sheet.vitals.count == 8 && sheet.version == 9)
    let latest = try #require(try await due(24).first { $0.check == "craving" })
    #expect(latest.lastScore == 1 && latest.dueAt == world.hours(8 - 1.0 / 60))
  }

  @Test func `a clinic's own protocol stands in place of the shipped one, and what runs goes on by its own`()
    async throws
  {
    let (one, two) = (try await episode(), try await episode(bed: 1))
    _ = try await start("ketamine", one)
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
    _ = try await start("ketamine", two)
    let versions = (
      try await sheet(one).monitorings.map(\.definition.reference.version),
      try await sheet(two).monitorings.map(\.definition.reference.version)
    )
    #expect(versions.0 == ["1"] && versions.1 == ["ours"])
  }
}
