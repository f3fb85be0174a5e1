import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// A clinic's own stage rules.
@Suite(.database, .timeLimit(.minutes(10)))
struct StageRuleBookTests {
  /// The shipped file with some of its text replaced.
  private func file(_ old: String, _ new: String) throws -> StageRules {
    let text = StageRules.shippedFile
    try #require(text.contains(old))
    return try StageRules(file: "our.yaml", yaml: Array(text.replacing(old, with: new).utf8))
  }

  private func current(_ world: TestWorld) async throws -> StageRules {
    try await world.records.run(
      as: world.caller, Action("stage_rule.read", needs: nil), StageRuleBook.current)
  }

  private let leaving = "event: leave, to: residential_leave, needs: [reason] }"

  @Test func `what the clinic's own rules ask for is asked for, and the shipped ones come back`() async throws
  {
    let world = try TestWorld()
    let room = world.database.north.residentialBeds[0]
    let admitted = try await world.records.admit(
      try await world.patient(), to: world.database.north.id, intake: nil, episode: TestDatabase.new(),
      try world.move(.admit, to: .residential, at: world.hours(-50), bed: room), as: world.caller)
    let own = try file(
      leaving, "event: leave, to: residential_leave, needs: [reason], roles: [prescriber] }")

    try await world.records.load(own, isShipped: false, as: world.caller)

    #expect(try await current(world).rules == own.rules)
    let leave = try world.move(.leave, to: .residentialLeave, at: world.hours(-3))
    let refusal = await #expect(throws: NotPermitted.self) {
      _ = try await world.records.move(leave, in: admitted.episodeID, as: world.caller)
    }
    #expect(refusal?.remedy.contains("prescriber") == true)
    try await world.records.load(StageRules.shipped(), isShipped: true, as: world.caller)
    #expect(try await current(world) == StageRules.shipped())
    _ = try await world.records.move(leave, in: admitted.episodeID, as: world.caller)
  }

  @Test func `a rule in use is retired and not deleted, and its moves stay`() async throws {
    let world = try TestWorld()
    let bed = world.database.north.detoxBeds[0]
    let admitted = try await world.admit(try await world.patient(), to: bed, hoursAgo: 90)
    _ = try await world.records.move(
      try world.move(.complete, to: .ended, at: world.hours(-50)), in: admitted.episodeID, as: world.caller)
    let own = try file(
      "from: [detox, residential, aftercare], event: complete",
      "from: [residential, aftercare], event: complete")

    try await world.records.load(own, isShipped: false, as: world.caller)

    let retired = try await world.database.owner.run(
      Query<[String]>.all(
        "SELECT from_state || ' ' || event AS rule FROM clinic.stage_rule WHERE retired_at IS NOT NULL"
      ) { try $0["rule"] })
    #expect(retired == ["detox complete"])
    let moves = try await world.records.run(
      as: world.caller, Action(.episodeRead), Moves.of(admitted.episodeID))
    #expect(moves.last?.move.event == .complete)
    let next = try await world.admit(try await world.patient("Next"), to: bed, hoursAgo: 20)
    await #expect(throws: IllegalMove.self) {
      _ = try await world.records.move(
        try world.move(.complete, to: .ended, at: world.hours(-1)), in: next.episodeID, as: world.caller)
    }
  }

  @Test func `rules are not loaded while somebody is in a state that they do not know`() async throws {
    let world = try TestWorld()
    let admitted = try await world.admit(
      try await world.patient(), to: world.database.north.detoxBeds[0], hoursAgo: 9)
    _ = try await world.records.move(
      try world.move(.leave, to: .detoxLeave, at: world.hours(-3)), in: admitted.episodeID, as: world.caller)
    let text = StageRules.shippedFile.split(separator: "\n").filter {
      !$0.contains("to: detox_leave") && !$0.contains("from: detox_leave")
    }.joined(separator: "\n").replacing("detox_leave, ", with: "")
    let own = try StageRules(file: "our.yaml", yaml: Array(text.utf8))

    let refusal = await #expect(throws: StateInUse.self) {
      try await world.records.load(own, isShipped: false, as: world.caller)
    }

    #expect(refusal?.state == .detoxLeave)
    #expect(try await current(world) == StageRules.shipped())
  }

  @Test func `a role that there is not, and a director of one house only, are refused`() async throws {
    let world = try TestWorld()
    let own = try file(leaving, "event: leave, to: residential_leave, needs: [reason], roles: [nrse] }")
    let unknown = await #expect(throws: UnknownRole.self) {
      try await world.records.load(own, isShipped: false, as: world.caller)
    }
    #expect(unknown?.role == "nrse")

    let token = try await world.database.staff(of: [.director], in: world.database.north.id).token
    await #expect(throws: NotPermitted.self) {
      try await world.records.load(
        StageRules.shipped(), isShipped: true, as: Caller(token: token, source: .cli, requestID: "test"))
    }
  }
}
