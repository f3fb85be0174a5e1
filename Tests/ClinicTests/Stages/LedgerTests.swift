import Testing

@testable import Clinic

@Suite struct LedgerTests {
  private let course: [Ledger.Entry] = [
    .init(.admit, to: .detox, effectiveAt: noon),
    .init(.transfer, to: .residential, effectiveAt: hours(120)),
    .init(.leave, to: .residentialLeave, effectiveAt: hours(200)),
    .init(.return, to: .residential, effectiveAt: hours(210)),
    .init(.transfer, to: .aftercare, effectiveAt: hours(800)),
    .init(.discharge, to: .ended, effectiveAt: hours(900), dischargeReason: .leftAgainstAdvice),
  ]

  @Test func `the stays follow from the moves`() throws {
    let ledger = try Ledger(replaying: course, rules: .shipped())

    #expect(ledger.state == .ended)
    #expect(ledger.stays.map(\.stage) == [.detox, .residential, .aftercare])
    #expect(ledger.stays.map(\.endReason) == [.transferred, .transferred, .leftAgainstAdvice])
    #expect(ledger.stays.map(\.openedBy) == [0, 1, 4])
    #expect(try ledger.stays[1].leaves == [Interval(start: hours(200), end: hours(210))])
    for (earlier, later) in zip(ledger.stays, ledger.stays.dropFirst()) {
      #expect(earlier.during.end == later.during.start)
    }
  }

  @Test func `a correction is tried out by replaying the ledger with it`() throws {
    var corrected = course
    corrected[1].effectiveAt = hours(96)

    let ledger = try Ledger(replaying: corrected, rules: .shipped())

    #expect(ledger.stays[0].during.end == hours(96))
    #expect(ledger.stays[1].during.start == hours(96))
    #expect(ledger.stays[2] == (try Ledger(replaying: course, rules: .shipped())).stays[2])
  }

  @Test func `a correction that breaks a later move is refused at that move`() throws {
    var wrongStage = course
    wrongStage[1].to = .aftercare
    let illegal = #expect(throws: LedgerFault.self) { try Ledger(replaying: wrongStage, rules: .shipped()) }
    #expect(illegal?.index == 2)
    #expect((illegal?.reason as? IllegalMove)?.event == .leave)

    var wrongTime = course
    wrongTime[1].effectiveAt = hours(205)
    let late = #expect(throws: LedgerFault.self) { try Ledger(replaying: wrongTime, rules: .shipped()) }
    #expect((late?.reason as? MoveOutOfTime)?.time == hours(200))
  }

  @Test func `of one instant the later entry counts as the later, and a stay of no length is not made`()
    throws
  {
    var atOnce = course
    atOnce[3].effectiveAt = hours(200)
    atOnce[4].effectiveAt = hours(200)
    let ledger = try Ledger(replaying: atOnce, rules: .shipped())
    #expect(ledger.stays[1].leaves.isEmpty)
    #expect(ledger.stays[1].during.end == hours(200))
    #expect(ledger.origins == [.none, .detox, .residential, .residentialLeave, .residential, .aftercare])
    #expect(ledger.places == [0, 1, 1, 1, 2, 2])

    var noLength = course
    noLength[1].effectiveAt = noon
    let fault = #expect(throws: LedgerFault.self) { try Ledger(replaying: noLength, rules: .shipped()) }
    #expect((fault?.reason as? MoveOutOfTime)?.conflict == .notAfterLastMove(noon))
  }

  @Test func `what was allowed when it was written stays allowed from there`() throws {
    let rules = try StageRules(
      file: "r.yaml",
      yaml: Array(
        """
        version: "2"
        rules:
          - { from: none, event: admit, to: detox }
          - { from: detox, event: discharge, to: ended, endings: ["02"] }
        """.utf8))
    var recorded = Array(course.prefix(2))
    #expect(throws: LedgerFault.self) { try Ledger(replaying: recorded, rules: rules) }

    recorded[1].recordedFrom = .detox

    #expect(try Ledger(replaying: recorded, rules: rules).state == .residential)
  }

  @Test func `the last stay may go on, also on leave`() throws {
    let ledger = try Ledger(replaying: Array(course.prefix(3)), rules: .shipped())

    #expect(ledger.state == .residentialLeave)
    #expect(ledger.stays.last?.during.isOpen == true)
    #expect(ledger.stays.last?.endReason == nil)
    #expect(try ledger.stays.last?.leaves == [Interval(start: hours(200))])
  }

  @Test func `another level of care within a stage is a stay of its own`() throws {
    var entries = Array(course.prefix(2))
    entries.append(.init(.transfer, to: .residential, effectiveAt: hours(150)))

    let ledger = try Ledger(replaying: entries, rules: .shipped())

    #expect(ledger.stays.map(\.stage) == [.detox, .residential, .residential])
    #expect(ledger.stays[1].during.end == hours(150))
    #expect(ledger.stays[1].endReason == .transferred)
  }

  @Test func `no moves are no stays`() throws {
    let ledger = try Ledger(replaying: [], rules: .shipped())

    #expect(ledger.stays.isEmpty)
    #expect(ledger.state == .none)
  }

  @Test(arguments: Array(UInt64(1)...80))
  func `any walk along the rules gives stays without gap or overlap`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let rules = try StageRules.shipped()
    var (state, time) = (StageState.none, 0.0)
    var entries: [Ledger.Entry] = []
    for _ in 0..<12 {
      let choices = rules.allowed(from: state).filter { $0.event != .correct && $0.event != .readmit }
      guard let rule = choices.randomElement(using: &random) else { break }
      time += Double.random(in: 0.1...50, using: &random)
      entries.append(
        .init(
          rule.event, to: rule.to, effectiveAt: hours(time),
          dischargeReason: rule.endings.randomElement(using: &random)))
      state = rule.to
    }
    let ledger = try Ledger(replaying: entries, rules: rules)

    #expect(ledger.state == state)
    #expect(ledger.stays.first?.during.start == entries.first?.effectiveAt)
    #expect((ledger.stays.last?.during.end == nil) == (state != .ended))
    for (earlier, later) in zip(ledger.stays, ledger.stays.dropFirst()) {
      #expect(earlier.during.end == later.during.start)
      #expect(!earlier.during.overlaps(later.during))
    }
    for stay in ledger.stays {
      #expect((stay.endReason == nil) == stay.during.isOpen)
      for leave in stay.leaves { #expect(stay.during.overlaps(leave) && stay.during.contains(leave.start)) }
    }
  }
}
