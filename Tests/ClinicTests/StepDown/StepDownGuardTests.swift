import Clinic
import Foundation
import Testing

/// What is missing before somebody goes on.
struct StepDownGuardTests {
  private static let now = Date(timeIntervalSince1970: 1_781_524_800)
  private let policy: StepDownPolicy

  init() throws { policy = try StepDownPolicy.shipped() }

  private func hours(_ hours: Double) -> Date { Self.now.addingTimeInterval(hours * 3_600) }

  private func identifier<Entity>() -> Identifier<Entity> {
    var random = SystemRandomNumberGenerator()
    return Identifier(at: Self.now, random: &random)
  }

  private func stay(_ stage: Stage = .detox, hoursAgo: Double = 72) throws -> Stay {
    Stay(
      id: identifier(), episodeID: identifier(), stage: stage,
      level: LevelOfCare(edition: .third, code: stage == .detox ? "3.7-WM" : "3.5"),
      during: try Interval(start: hours(-hoursAgo)))
  }

  private func findings(_ situation: StepDownSituation) -> [StepDownItem: StepDownLine.Finding] {
    let view = StepDownGuard(situation, policy: policy, now: Self.now)
    return Dictionary(uniqueKeysWithValues: view.lines.map { ($0.item, $0.finding) })
  }

  @Test func `of a stay that nobody planned everything is missing, and the end first`() throws {
    let view = StepDownGuard(StepDownSituation(stay: try stay()), policy: policy, now: Self.now)
    #expect(view.missing.map(\.item) == StepDownItem.allCases)
    #expect(view.expectedEnd == nil)
    let end = try #require(view.lines.first)
    #expect(end.owner == .prescriber && end.dueAt == hours(-48) && end.isOverdue(at: Self.now))
    #expect(view.lines.dropFirst().allSatisfy { $0.dueAt == nil })
  }

  @Test func `a stay with everything settled has nothing missing`() throws {
    let stay = try stay()
    let situation = StepDownSituation(
      stay: stay,
      plan: StepDownPlan(
        expectedEnd: .init(at: hours(36), basis: .clinician), nextStage: .residential,
        nextLevel: LevelOfCare(edition: .third, code: "3.5")),
      heldPlace: .init(
        bed: try Line("R-01"), during: try Interval(start: hours(24), end: hours(48)), isHere: true),
      nextAuthorization: .approved, assessedAt: hours(-10),
      handOff: HandOff(
        id: identifier(), stayID: stay.id, receiver: .outside(name: try Line("Dr Zz"), place: nil),
        offeredAt: hours(-3), answer: HandOff.Answer(.accepted, at: hours(-2))))
    #expect(
      findings(situation) == [
        .expectedEnd: .endExpected, .assessment: .assessed, .nextPlace: .bedHeld, .authorization: .approved,
        .handOff: .accepted, .appointment: .goesOnHere, .transport: .staysHere,
      ])
    #expect(StepDownGuard(situation, policy: policy, now: Self.now).nextDue == nil)
  }

  @Test func `lines are due so many hours before the expected end`() throws {
    let situation = StepDownSituation(
      stay: try stay(), plan: StepDownPlan(expectedEnd: .init(at: hours(60), basis: .protocol)))
    let view = StepDownGuard(situation, policy: policy, now: Self.now)
    let due = Dictionary(uniqueKeysWithValues: view.lines.map { ($0.item, $0.dueAt) })
    #expect(due[.nextPlace] == hours(-12) && due[.transport] == hours(36) && due[.handOff] == hours(24))
    #expect(view.nextDue == hours(-12))
    #expect(view.lines.filter { $0.isOverdue(at: Self.now) }.map(\.item) == [.nextPlace])
  }

  @Test(arguments: [
    (-1.0, StepDownLine.Finding.endPassed), (0, .endPassed), (1, .endExpected),
  ])
  func `an end that has passed is missing again`(hour: Double, finding: StepDownLine.Finding) throws {
    let situation = StepDownSituation(
      stay: try stay(), plan: StepDownPlan(expectedEnd: .init(at: hours(hour), basis: .clinician)))
    #expect(findings(situation)[.expectedEnd] == finding)
  }

  @Test func `a planned move counts before the clinician, and the clinician before the payer`() throws {
    let plan = StepDownPlan(expectedEnd: .init(at: hours(30), basis: .clinician))
    let stay = try stay()
    #expect(
      StepDownSituation(stay: stay, authorizedUntil: hours(10)).expectedEnd?.basis == .authorization)
    #expect(
      StepDownSituation(stay: stay, plan: plan, authorizedUntil: hours(10)).expectedEnd
        == .init(at: hours(30), basis: .clinician))
    let moved = StepDownSituation(
      stay: stay, plan: plan, plannedMove: .init(at: hours(20), stage: .residential))
    #expect(moved.expectedEnd == .init(at: hours(20), basis: .plannedMove))
    #expect(findings(moved)[.nextPlace] == .planned)
  }

  @Test func `a hold that ends before the stay does is no place`() throws {
    let situation = StepDownSituation(
      stay: try stay(),
      plan: StepDownPlan(expectedEnd: .init(at: hours(36), basis: .clinician), nextStage: .residential),
      heldPlace: .init(
        bed: try Line("R-01"), during: try Interval(start: hours(-1), end: hours(36)), isHere: true))
    #expect(findings(situation)[.nextPlace] == .holdEndsTooEarly)
  }

  @Test func `an assessment before the stay is not one of its end, and one too long before is too old`()
    throws
  {
    let plan = StepDownPlan(expectedEnd: .init(at: hours(24), basis: .clinician))
    let stay = try stay(hoursAgo: 100)
    func finding(_ at: Double) -> StepDownLine.Finding? {
      findings(StepDownSituation(stay: stay, plan: plan, assessedAt: hours(at)))[.assessment]
    }
    #expect(finding(-101) == .notAssessed)
    #expect(finding(-49) == .assessedTooEarly)
    #expect(finding(-48) == .assessed)
  }

  @Test func `whoever leaves for aftercare is seen within seven days of the end`() throws {
    let stay = try stay(.residential)
    let plan = StepDownPlan(expectedEnd: .init(at: hours(24), basis: .clinician), nextStage: .aftercare)
    func finding(_ at: Double) throws -> StepDownLine.Finding? {
      let appointment = Appointment(
        id: identifier(), episodeID: stay.episodeID, at: hours(at), place: try Line("Zz Clinic"))
      return findings(StepDownSituation(stay: stay, plan: plan, appointment: appointment))[.appointment]
    }
    #expect(try finding(24 + 7 * 24) == .appointmentMade)
    #expect(try finding(24 + 7 * 24 + 1) == .appointmentTooLate)
    #expect(findings(StepDownSituation(stay: stay, plan: plan))[.appointment] == .noAppointment)
    #expect(findings(StepDownSituation(stay: stay, plan: plan))[.nextPlace] == .appointmentIsPlace)
  }

  @Test func `who goes elsewhere needs an appointment and transport, and no authorization of ours`() throws {
    let situation = StepDownSituation(
      stay: try stay(),
      plan: StepDownPlan(nextStage: .residential, destination: try Line("Zz House")))
    let found = findings(situation)
    #expect(found[.nextPlace] == .goesElsewhere && found[.authorization] == .notRequired)
    #expect(found[.appointment] == .noAppointment && found[.transport] == .noTransport)
  }

  @Test func `a change of plan keeps what it does not name, and another stage asks for its own level`() throws
  {
    let level = LevelOfCare(edition: .third, code: "3.5")
    let plan = StepDownPlan(
      expectedEnd: .init(at: hours(24), basis: .clinician), nextStage: .residential, nextLevel: level,
      transport: .family)
    #expect(plan.changed(by: StepDownPlan(transport: .taxi)).nextLevel == level)
    let other = plan.changed(by: StepDownPlan(nextStage: .aftercare))
    #expect(other.nextLevel == nil && other.transport == .family && other.expectedEnd == plan.expectedEnd)
  }

  @Test func `a plan that cannot be is refused and says why`() throws {
    let stay = try stay()
    let levels = try LevelCatalogue.shipped()
    func code(_ plan: StepDownPlan) -> String? {
      do {
        try plan.check(for: stay, levels: levels)
        return nil
      } catch { return error.code }
    }
    #expect(code(StepDownPlan(expectedEnd: .init(at: hours(-72), basis: .clinician))) == "end-before-start")
    #expect(code(StepDownPlan(expectedEnd: .init(at: hours(1), basis: .authorization))) == "derived-basis")
    #expect(code(StepDownPlan(nextLevel: stay.level)) == "missing-required")
    #expect(code(StepDownPlan(nextStage: .aftercare, nextLevel: stay.level)) == "level-of-other-stage")
    #expect(code(StepDownPlan(nextStage: .detox, nextLevel: stay.level)) == nil)
  }

  @Test func `a file of the policy that leaves an item out is refused by line`() {
    let yaml = """
      version: "1"
      appointment_within_days: 7
      assessment_valid_hours: 72
      items:
        - { item: expected_end, owner: nurse, after_start: 24 }
      """
    let error = #expect(throws: InvalidFile.self) {
      try StepDownPolicy(file: "mine.yaml", yaml: Array(yaml.utf8))
    }
    #expect(error?.message.contains("leaves out assessment") == true)
    let twice = yaml + "\n  - { item: expected_end, owner: nurse, after_start: 24, before_end: 2 }"
    let other = #expect(throws: InvalidFile.self) {
      try StepDownPolicy(file: "mine.yaml", yaml: Array(twice.utf8))
    }
    #expect(other?.line == 6)
  }
}
