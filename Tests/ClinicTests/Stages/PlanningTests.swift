import Foundation
import Testing

@testable import Clinic

@Suite struct PlanningTests {
  private let rules: StageRules
  private let levels: LevelCatalogue

  init() throws {
    rules = try StageRules.shipped()
    levels = try LevelCatalogue.shipped()
  }

  private func plan(_ request: MoveRequest, on episode: Episode, now: Date = hours(100)) throws -> MovePlan {
    try episode.plan(request, rules: rules, levels: levels, now: now)
  }

  @Test func `an admission opens a stay and takes the bed`() throws {
    let plan = try plan(.complete(.admit, to: .detox, at: hours(1)), on: .sample(in: .none))

    #expect(plan.opens == MovePlan.OpenedStay(stage: .detox, level: detoxLevel, service: nil))
    #expect(plan.closes == nil)
    #expect(plan.bed == .take(.number(9)))
    #expect(plan.opensEpisode)
    #expect(plan.endsEpisode == nil)
  }

  @Test func `a transfer closes the stay as transferred and opens the next at the same instant`() throws {
    let plan = try plan(.complete(.transfer, to: .residential, at: hours(30)), on: .sample(in: .detox))

    #expect(plan.closes == MovePlan.ClosedStay(stay: .number(4), reason: .transferred))
    #expect(plan.opens?.stage == .residential)
    #expect(plan.at == hours(30))
    #expect(plan.endsEpisode == nil)
  }

  @Test func `a transfer to outpatient aftercare gives the bed back`() throws {
    var request = MoveRequest.complete(.transfer, to: .aftercare, at: hours(30))
    request.bed = nil

    #expect(try plan(request, on: .sample(in: .residential)).bed == .release)
  }

  @Test func `another level of care within a stage keeps the bed unless one is named`() throws {
    var request = MoveRequest.complete(.transfer, to: .residential, at: hours(30))
    #expect(try plan(request, on: .sample(in: .residential)).bed == .take(.number(9)))

    request.bed = nil
    let plan = try plan(request, on: .sample(in: .residential))
    #expect(plan.bed == .keep(as: .stay))
    #expect(plan.closes?.reason == .transferred)
    #expect(plan.opens?.level == residentialLevel)
  }

  @Test func `somebody on leave keeps the bed`() throws {
    let away = try plan(.complete(.leave, to: .residentialLeave, at: hours(5)), on: .sample(in: .residential))
    let back = try plan(
      .complete(.return, to: .residential, at: hours(9)), on: .sample(in: .residentialLeave))

    #expect(away.bed == .keep(as: .leave))
    #expect(back.bed == .keep(as: .stay))
    #expect(away.closes == nil && away.opens == nil && back.closes == nil && back.opens == nil)
  }

  @Test func `completing ends the episode as completed without being told`() throws {
    let plan = try plan(.complete(.complete, to: .ended, at: hours(5)), on: .sample(in: .aftercare))

    #expect(plan.endsEpisode == .completed)
    #expect(plan.closes?.reason == .completed)
    #expect(plan.bed == .release)
  }

  @Test func `a discharge needs one of the reasons of TEDS`() throws {
    var request = MoveRequest.complete(.discharge, to: .ended, at: hours(5))
    #expect(try plan(request, on: .sample(in: .detox)).endsEpisode == .leftAgainstAdvice)

    request.dischargeReason = nil
    let missing = #expect(throws: InvalidValue.self) { try plan(request, on: .sample(in: .detox)) }
    #expect(missing?.field == "discharge_reason")
    #expect(missing?.remedy.contains("14 (transferred, not reported there)") == true)

    request.dischargeReason = .completed
    let wrong = #expect(throws: InvalidValue.self) { try plan(request, on: .sample(in: .detox)) }
    #expect(wrong?.value == "01")
  }

  @Test(arguments: ["level", "bed"])
  func `what an admission needs is asked for by name`(field: String) throws {
    var request = MoveRequest.complete(.admit, to: .detox, at: hours(1))
    if field == "level" { request.level = nil } else { request.bed = nil }

    let error = #expect(throws: InvalidValue.self) { try plan(request, on: .sample(in: .none)) }

    #expect(error?.code == "missing-required")
    #expect(error?.field == field)
  }

  @Test func `going back to detox needs a reason`() throws {
    var request = MoveRequest.complete(.transfer, to: .detox, at: hours(1))
    request.reason = nil

    let error = #expect(throws: InvalidValue.self) { try plan(request, on: .sample(in: .residential)) }

    #expect(error?.field == "reason")
  }

  @Test func `leave from detox is not for everybody`() throws {
    var request = MoveRequest.complete(.leave, to: .detoxLeave, at: hours(1))
    request.roles = [.intake, .counsellor]

    let error = #expect(throws: NotPermitted.self) { try plan(request, on: .sample(in: .detox)) }

    #expect(error?.remedy == "Ask somebody who is director, nurse or prescriber.")
    #expect(error?.kind == .notPermitted)
  }

  @Test func `a level of care must serve the stage`() throws {
    var request = MoveRequest.complete(.admit, to: .detox, at: hours(1))
    request.level = residentialLevel
    let other = #expect(throws: InvalidValue.self) { try plan(request, on: .sample(in: .none)) }
    #expect(other?.code == "level-of-other-stage")

    request.level = LevelOfCare(edition: .fourth, code: "3.7-WM")
    let unknown = #expect(throws: InvalidValue.self) { try plan(request, on: .sample(in: .none)) }
    #expect(unknown?.code == "unknown-level")

    // The same code serves two stages, which is why the stage is not read off it.
    request.level = LevelOfCare(edition: .fourth, code: "3.7")
    #expect(try plan(request, on: .sample(in: .none)).opens?.level == request.level)
  }

  @Test func `a service must belong to the stage`() throws {
    var request = MoveRequest.complete(.admit, to: .detox, at: hours(1))
    request.service = .outpatient

    let error = #expect(throws: InvalidValue.self) { try plan(request, on: .sample(in: .none)) }

    #expect(error?.remedy == "Use one of 1, 2 or 8.")
  }

  @Test func `a correction names the move that was wrong`() throws {
    let error = #expect(throws: InvalidValue.self) {
      try plan(.complete(.correct, to: .detox, at: hours(1)), on: .sample(in: .residential))
    }

    #expect(error?.code == "correction-without-move")
  }
}
