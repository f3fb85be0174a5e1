import Clinic
import Foundation
import Testing

/// When checks are due, by the shipped protocol for alcohol.
struct MonitoringPlanTests {
  private static let start = Date(timeIntervalSince1970: 1_781_524_800)
  private let alcohol: MonitoringProtocol

  init() throws { alcohol = try ProtocolLibrary.find("alcohol").definition }

  private func hours(_ hours: Double) -> Date { Self.start.addingTimeInterval(hours * 3_600) }

  private func course(end: Double? = nil) -> MonitoringCourse {
    MonitoringCourse(countedFrom: Self.start, startedAt: Self.start, endsAt: end.map(hours))
  }

  private func ciwa(_ hour: Double, _ total: Int?, atLeast: Int? = nil) -> Observation {
    Observation(
      id: UUID(), at: hours(hour), .score(instrument: "ciwa_ar", total: total, atLeast: atLeast, results: []))
  }

  private func said(_ hour: Double, _ word: CheckWord, of check: String = "ciwa_ar") -> Observation {
    Observation(id: UUID(), at: hours(hour), .said(check: check, word))
  }

  private func vitals(_ hour: Double, _ change: [VitalSign: Reading] = [:]) -> Observation {
    let readings = News2Tests.normal.merging([.diastolic: .number(80)]) { $1 }.merging(change) { $1 }
    return Observation(id: UUID(), at: hours(hour), .vitals(readings, News2(readings, scale: .first)))
  }

  private func plan(
    _ observations: [Observation], end: Double? = nil, of check: String = "ciwa_ar"
  ) throws -> CheckPlan {
    try #require(alcohol.plan(course(end: end), observations).checks.first { $0.name == check })
  }

  private func due(
    _ observations: [Observation], end: Double? = nil, of check: String = "ciwa_ar"
  ) throws -> Double? {
    try plan(observations, end: end, of: check).dueAt.map { $0.timeIntervalSince(Self.start) / 3_600 }
  }

  @Test func `everything is due at once when the protocol begins`() {
    let plan = alcohol.plan(course(), [])
    #expect(plan.checks.allSatisfy { $0.dueAt == Self.start && $0.slots.isEmpty })
    #expect(plan.endsAt == hours(336))
  }

  @Test(arguments: [(0, 4.0), (9, 4), (10, 2), (18, 2), (19, 1), (67, 1)])
  func `the score decides how soon the next is due`(score: Int, after: Double) throws {
    #expect(try due([ciwa(1, score)]) == 1 + after)
  }

  @Test func `scores that stayed low for a day are taken less often`() throws {
    let low = stride(from: 0.0, through: 24, by: 4).map { ciwa($0, 5) }
    #expect(try due(low) == 30)
    #expect(try due(low.dropLast()) == 24)
    #expect(try due([ciwa(0, 12)] + low.dropFirst()) == 28, "a high score in between begins the day anew")
  }

  @Test func `a check that is late stays the one that is due`() throws {
    let plan = try plan([ciwa(0, 12)])
    #expect(plan.dueAt == hours(2))
    #expect(!plan.isLate(at: hours(2.5), graceMinutes: 30))
    #expect(plan.isLate(at: hours(2.6), graceMinutes: 30))
    let settled = try self.plan([ciwa(0, 12), ciwa(11, 12)])
    #expect(settled.slots.count == 2 && settled.dueAt == hours(13))
    #expect(settled.slots[1].dueAt == hours(2) && settled.slots[1].isLate(graceMinutes: 30))
  }

  @Test func `a skipped check is followed by the next, a refused one is tried again sooner`() throws {
    #expect(try due([ciwa(0, 5), said(4, .skipped)]) == 8)
    #expect(try due([ciwa(0, 5), said(4, .refused)]) == 5)
    #expect(try due([ciwa(0, 5), said(4, .asleep)]) == 6)
    #expect(try due([ciwa(0, 25), said(1, .asleep)]) == 2, "never later than the score asks for")
    #expect(try plan([said(1, .asleep)]).slots.map(\.outcome) == [.asleep])
  }

  @Test func `a score that is only a bound counts as the worst it could be`() throws {
    #expect(try due([ciwa(0, nil, atLeast: 3)]) == 1)
    #expect(try plan([ciwa(0, nil, atLeast: 20)]).raised?.escalation.tell == .prescriber)
    #expect(try plan([ciwa(0, nil, atLeast: 3)]).raised == nil)
  }

  @Test func `a set that leaves a sign out settles nothing, one that says why does`() throws {
    #expect(
      try due([Observation(id: UUID(), at: hours(1), .vitals([.pulse: .number(80)], nil))], of: "vitals") == 0
    )
    #expect(try due([vitals(1)], of: "vitals") == 5)
    #expect(
      try due([vitals(1, [.temperature: .missing(.refused)])], of: "vitals") == 2,
      "no NEWS2, so what the file says for that")
    let all = Dictionary(
      uniqueKeysWithValues: (VitalSign.ofNews2.union([.diastolic])).map { ($0, Reading.missing(.asleep)) })
    #expect(try plan([vitals(1, all)], of: "vitals").slots.map(\.outcome) == [.asleep])
    #expect(try plan([vitals(1, all.mapValues { _ in .missing(.notDone) })], of: "vitals").slots.isEmpty)
  }

  @Test func `NEWS2 decides, and one sign alone`() throws {
    #expect(try due([vitals(1, [.pulse: .number(135)])], of: "vitals") == 2)
    #expect(try due([vitals(1, [.pulse: .number(115)])], of: "vitals") == 5)
    #expect(
      try due(
        [vitals(1, [.pulse: .number(135), .systolic: .number(89), .respirations: .number(26)])], of: "vitals")
        == 1.25)
    #expect(try due([vitals(73)], of: "vitals") == 79, "after three days less often")
  }

  @Test func `what is raised waits for an answer until a later score is free of it`() throws {
    let raised = try plan([ciwa(1, 20)]).raised
    #expect(raised?.answerBy == hours(1.25) && raised?.answeredAt == nil)
    #expect(try plan([ciwa(1, 20), said(1.1, .answered)]).raised?.answeredAt == hours(1.1))
    #expect(try plan([ciwa(1, 20), said(1.1, .answered), ciwa(2, 20)]).raised?.answeredAt == hours(1.1))
    #expect(
      try plan([ciwa(1, 20), said(1.1, .answered), ciwa(2, 23)]).raised?.answeredAt == nil, "it is worse")
    #expect(
      try plan([ciwa(1, 20), ciwa(2, 12)]).raised == nil
        || plan([ciwa(1, 20), ciwa(2, 12)]).raised?.score == 20)
    #expect(try plan([ciwa(1, 20), ciwa(2, 4)]).raised == nil)
    #expect(try due([ciwa(1, 20), said(1.1, .answered)]) == 2, "an answer settles no check")
  }

  @Test func `it ends when scores stayed low for two days, by hours, or with the discharge`() throws {
    let low = stride(from: 0.0, through: 48, by: 4).map { ciwa($0, 5) }
    let plan = alcohol.plan(course(), low)
    #expect(
      plan.endsAt == hours(48) && plan.isCompleted
        && plan.checks.allSatisfy { $0.dueAt.map { $0 < hours(48) } ?? true })
    #expect(plan.isOver(at: hours(48)) && !plan.isOver(at: hours(47)))
    #expect(try due([ciwa(0, 12)], end: 1) == nil)
    #expect(try due([ciwa(0, 12)], end: 3) == 2)
    #expect(!alcohol.plan(course(end: 3), [ciwa(0, 12)]).isCompleted)
  }

  @Test func `what was found on admission counts, though the protocol began later`() throws {
    let course = MonitoringCourse(countedFrom: Self.start, startedAt: hours(1))
    let plan = try #require(alcohol.plan(course, [ciwa(0.5, 12)]).checks.first)
    #expect(plan.dueAt == hours(2.5) && plan.slots.first?.dueAt == nil)
  }

  @Test func `a corrected score gives another plan`() throws {
    let (id, at) = (UUID(), hours(1))
    func observed(_ total: Int) -> Observation {
      Observation(id: id, at: at, .score(instrument: "ciwa_ar", total: total, atLeast: total, results: []))
    }
    #expect(try due([observed(4)]) == 5)
    #expect(try due([observed(24)]) == 2)
  }
}
