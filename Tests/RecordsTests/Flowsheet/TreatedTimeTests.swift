import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// The checks of a person begin and end with the treatment, in the transaction that says so.
@Suite(.database, .timeLimit(.minutes(10)))
struct TreatedTimeTests {
  private let bedside: Bedside
  private let world: TestWorld
  private var north: TestFacility { world.database.north }

  init() throws {
    bedside = try Bedside()
    world = bedside.world
  }

  /// A check as it is stored, whoever may see it.
  private struct Stored: Hashable {
    let check: String
    let dueAt: Date?
    let endsAt: Date
  }

  private func stored(_ episode: Episode.ID) async throws -> [Stored] {
    try await world.database.owner.run(
      Query<[Stored]>.all(
        "SELECT check_name, due_at, ends_at FROM clinic.due_check WHERE episode_id = \(episode) ORDER BY check_name"
      ) { try Stored(check: $0["check_name"], dueAt: $0["due_at"], endsAt: $0["ends_at"]) })
  }

  /// What follows from the protocols and all that was observed.
  private func derived(_ episode: Episode.ID) async throws -> [Stored] {
    let sheet = try await bedside.sheet(episode)
    return sheet.monitorings.flatMap { monitoring in
      let plan = sheet.plan(of: monitoring)
      return plan.checks.map {
        Stored(check: $0.name, dueAt: $0.dueAt, endsAt: plan.endsAt ?? .distantFuture)
      }
    }.sorted { $0.check < $1.check }
  }

  private func records(at hour: Double) -> Records {
    let time = world.hours(hour)
    return Records(world.database.records.database, clock: { time })
  }

  private func discharge(
    _ episode: Episode.ID, at hour: Double, isPlanned: Bool = false
  ) async throws -> MoveOutcome {
    var request = try world.move(
      .discharge, to: .ended, at: world.hours(hour), reason: .leftAgainstAdvice
    ).request
    request.isPlanned = isPlanned
    return try await world.records.move(
      NewMove(id: TestDatabase.new(), stayID: TestDatabase.new(), request: request), in: episode,
      as: world.caller)
  }

  private func correct(
    _ move: Move.ID, _ change: MoveCorrection.Change, in episode: Episode.ID, at hour: Double = 0
  ) async throws {
    _ = try await records(at: hour).correct(
      MoveCorrection(
        id: TestDatabase.new(), moveID: move, change: change, reason: try Note("wrong"), keepsDocuments: true),
      in: episode, as: world.caller)
  }

  private func changes(_ episode: Episode.ID) async throws -> [Date] {
    try await world.database.owner.run(
      Query<[Date]>.all(
        "SELECT changed_at FROM clinic.due_check WHERE episode_id = \(episode) ORDER BY check_name"
      ) { try $0["changed_at"] })
  }

  @Test func `a discharge ends what is due, also what was late, and leaves other people's`() async throws {
    let (one, two) = (try await bedside.episode(), try await bedside.episode(bed: 1))
    _ = try await bedside.start("ketamine", one, hoursAgo: 9)
    _ = try await bedside.start("ketamine", two, hoursAgo: 9)
    let (before, others) = (try await stored(one), try await stored(two))
    #expect(before.count == 7 && before.allSatisfy { $0.dueAt != nil && $0.endsAt > TestDatabase.now })

    let left = try await discharge(one, at: -9)

    let after = try await stored(one)
    #expect(after.allSatisfy { $0.dueAt == nil && $0.endsAt == left.effectiveAt }, "\(after)")
    #expect(after == (try await derived(one)))
    #expect(try await stored(two) == others)
  }

  @Test func `a discharge that never happened brings every check back as it would be without it`()
    async throws
  {
    let episode = try await bedside.episode()
    _ = try await bedside.start("ketamine", episode, hoursAgo: 9)
    let left = try await discharge(episode, at: -1)
    // Something is written late of the time before.
    _ = try await world.records.record(
      bedside.vitals(episode, Bedside.whole, hoursAgo: 3), as: world.caller)
    #expect(try await stored(episode) == (try await derived(episode)))
    #expect(try await bedside.due(24).isEmpty)

    try await correct(left.moveID, .enteredInError, in: episode)

    let again = try await stored(episode)
    #expect(again == (try await derived(episode)))
    #expect(again.allSatisfy { $0.dueAt != nil })
    let vitals = again.first { $0.check == "vitals" }?.dueAt
    #expect(vitals == world.hours(-3 + 4), "counted from what was written in between: \(again)")
    #expect(try await bedside.due(24).count == 7)
  }

  @Test func `what is due follows a discharge to the time at which it really was`() async throws {
    let episode = try await bedside.episode()
    _ = try await bedside.start("ketamine", episode, hoursAgo: 9)
    let left = try await discharge(episode, at: -1)
    try await correct(left.moveID, .effective(at: world.hours(-12)), in: episode)
    #expect(try await stored(episode).allSatisfy { $0.dueAt == nil && $0.endsAt == world.hours(-12) })
    let lines = try await world.records.run(
      as: world.caller, Action(.episodeRead, subject: episode.rawValue), Moves.of(episode))
    let last = try #require(lines.last { $0.move.event == .discharge })

    try await correct(last.move.id, .effective(at: world.hours(-2)), in: episode, at: 1)

    #expect(try await stored(episode).allSatisfy { $0.endsAt == world.hours(-2) })
    #expect(try await stored(episode) == (try await derived(episode)))
  }

  @Test func `of a discharge that is planned only what comes after it is not due, until it is withdrawn`()
    async throws
  {
    let episode = try await bedside.episode()
    _ = try await bedside.start("ketamine", episode)
    _ = try await world.records.record(bedside.vitals(episode, Bedside.whole), as: world.caller)
    #expect(try await bedside.due(5).count == 7)

    let plan = try await discharge(episode, at: 2, isPlanned: true)
    let (planned, listed) = (try await stored(episode), try await bedside.due(5))
    #expect(planned == (try await derived(episode)))
    #expect(planned.contains { $0.dueAt == nil } && planned.contains { $0.dueAt != nil }, "\(planned)")
    #expect(Set(listed.map(\.check)) == Set(planned.filter { $0.dueAt != nil }.map(\.check)))
    _ = try await world.records.withdraw(plan.moveID, reason: nil, in: episode, as: world.caller)

    #expect(try await stored(episode) == (try await derived(episode)))
    #expect(try await bedside.due(5).count == 7)
  }

  @Test func `nothing is due of somebody who is still to come`() async throws {
    var request = try world.move(.admit, to: .detox, at: world.hours(2), bed: north.detoxBeds[0]).request
    request.isPlanned = true
    let plan = NewMove(id: TestDatabase.new(), stayID: TestDatabase.new(), request: request)
    let admitted = try await world.records.admit(
      try await world.patient(), to: north.id, intake: nil, episode: TestDatabase.new(), plan,
      as: world.caller)
    _ = try await bedside.start("ketamine", admitted.episodeID)
    func listed(at hour: Double) async throws -> Int {
      try await DuePage(
        world.records.run(
          as: world.caller, Action("flowsheet.due", needs: .flowsheetRead),
          list: DueChecks.list(
            DueFilter(facility: north.id, until: world.hours(hour + 1), limit: 100), at: world.hours(hour)))
      ).lines.count
    }

    #expect(try await listed(at: 1) == 0)
    #expect(try await listed(at: 3) == 7)
    _ = try await world.records.withdraw(
      plan.id, reason: nil, in: admitted.episodeID, as: world.caller)
    #expect(try await listed(at: 3) == 0)
  }

  @Test func `an episode that is taken out has no checks, and has them again when it is put back`()
    async throws
  {
    let episode = try await bedside.episode()
    _ = try await bedside.start("ketamine", episode, hoursAgo: 2)
    let (before, changed) = (try await stored(episode), try await changes(episode))
    let lines = try await world.records.run(
      as: world.caller, Action(.episodeRead, subject: episode.rawValue), Moves.of(episode))
    let admission = try #require(lines.first)

    try await correct(admission.move.id, .enteredInError, in: episode, at: 1)
    #expect(try await stored(episode).allSatisfy { $0.dueAt == nil && $0.endsAt < world.hours(-1_000) })
    _ = try await records(at: 2).restore(episode, reason: try Note("the right person"), as: world.caller)

    #expect(try await stored(episode) == before)
    #expect(try await changes(episode) == changed, "the pace of no check has changed")
  }

  @Test func `checks go on in the next stage, and end where another facility takes over`() async throws {
    let episode = try await bedside.episode()
    _ = try await bedside.start("ketamine", episode, hoursAgo: 2)
    let before = try await stored(episode)
    _ = try await world.records.move(
      try world.move(.transfer, to: .residential, at: world.hours(-1), bed: north.residentialBeds[0]),
      in: episode,
      as: world.caller)
    #expect(try await stored(episode) == before)
    let request = try await world.records.request(
      NewTransferRequest(
        id: TestDatabase.new(), episodeID: episode, facilityID: world.database.south.id, stage: .residential,
        askedOf: nil, reason: try Note("nearer home")), as: world.caller)
    let (_, token) = try await world.database.staff(of: [.nurse], in: world.database.south.id)

    _ = try await world.records.accept(
      request.id, episode: TestDatabase.new(),
      try world.move(
        .readmit, to: .residential, at: TestDatabase.now, bed: world.database.south.residentialBeds[0]),
      note: nil, as: Caller(token: token, source: .cli, requestID: "test"))

    let after = try await stored(episode)
    #expect(after.allSatisfy { $0.endsAt == TestDatabase.now }, "\(after)")
    #expect(after == (try await derived(episode)))
  }

  @Test func `a protocol that starts while the person is discharged ends with the episode`() async throws {
    for round in 0..<12 {
      let end = -20 * Double(11 - round) - 0.5
      let episode = try await bedside.episode(hoursAgo: 20 - end)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          // Whoever comes second is told that the episode has ended.
          do { _ = try await bedside.start("ketamine", episode, hoursAgo: 5 - end) } catch is Conflict {}
        }
        group.addTask { _ = try await discharge(episode, at: end) }
        try await group.waitForAll()
      }
      let after = try await stored(episode)
      #expect(after.allSatisfy { $0.endsAt == world.hours(end) }, "\(after)")
    }
  }
}
