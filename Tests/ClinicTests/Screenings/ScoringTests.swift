import Testing

@testable import Clinic

@Suite struct ScoringTests {
  @Test func `zero, blank, refused and unable are four different things`() throws {
    let gad = try instrument("gad_7")
    var partly = answers(0, 1, 1, 1, 1, 1, 1)

    #expect(try gad.score(partly).total == .complete(6))

    partly[1] = nil
    partly[2] = .missing(.refused)
    partly[3] = .missing(.unable)
    partly[4] = .missing(.notCollected)
    let score = try gad.score(partly)

    #expect(score.completeness.missing == [.notCollected: [1, 4], .refused: [2], .unable: [3]])
    #expect(score.completeness.answered == 3)
    #expect(score.completeness.required == 7)
    #expect(!score.completeness.isComplete)
  }

  @Test func `a partial total is labelled and has no band`() throws {
    let score = try instrument("phq_9").score(answers(2, 2, 2, 2, 2, 2, 2))

    #expect(score.total == .partial(atLeast: 14, atMost: 20, answered: 7, of: 9))
    #expect(score.total.map { "\($0)" } == "at least 14, 7 of 9 items")
    #expect(score.total?.value == nil)
    #expect(score.band == nil)
    #expect(score.isPositive == true, "14 is above the cut-off whatever the other two are")
  }

  @Test func `no answers at all are a bound of nothing`() throws {
    let score = try instrument("phq_9").score([:])

    #expect(score.total == .partial(atLeast: 0, atMost: 27, answered: 0, of: 9))
    #expect(score.isPositive == nil)
    #expect(score.flags.isEmpty)
    #expect(score.algorithms.first?.outcome == nil)
  }

  @Test func `a positive ninth item raises the safety flag also in a partial PHQ-9`() throws {
    let score = try instrument("phq_9").score([9: .value(1)])

    #expect(score.flags.map(\.slug) == ["self_harm"])
    #expect(score.flags.first?.isSafety == true)
  }

  @Test func `the difficulty item of PHQ-9 is not scored`() throws {
    let phq = try instrument("phq_9")

    #expect(try phq.score(answers(1, 1, 1, 1, 1, 1, 1, 1, 1, 3)).total == .complete(9))
    #expect(try phq.score(answers(1, 1, 1, 1, 1, 1, 1, 1, 1)).completeness.isComplete)
  }

  @Test(arguments: [
    ([2, 2, 0, 0, 0, 0, 0, 0, 0] as [Int16], "other_depressive"),
    ([2, 0, 0, 0, 0, 0, 0, 0, 0], "none"),
    ([0, 0, 3, 3, 3, 3, 3, 3, 0], "none"),
    ([3, 0, 2, 2, 0, 0, 0, 0, 1], "other_depressive"),
    ([3, 0, 2, 2, 2, 0, 0, 0, 1], "major_depressive"),
    ([3, 0, 1, 1, 1, 1, 1, 1, 0], "none"),
  ])
  func `the depressive syndrome counts symptoms with a core one among them`(
    values: [Int16], outcome: String
  ) throws {
    let answers = Dictionary(
      uniqueKeysWithValues: values.enumerated().map { (Int16($0.offset + 1), $0.element) })

    #expect(try instrument("phq_9").score(recorded(answers)).algorithms.first?.outcome == outcome)
  }

  @Test func `the syndrome is told of a partial PHQ-9 only when nothing missing could change it`() throws {
    let phq = try instrument("phq_9")

    // Five symptoms with a core one: more answers cannot undo them.
    #expect(try phq.score(answers(2, 2, 2, 2, 2)).algorithms.first?.outcome == "major_depressive")
    // Four symptoms, and a fifth could follow.
    #expect(try phq.score(answers(2, 2, 2, 2)).algorithms.first?.outcome == nil)
    // No core symptom: whatever follows, there is none.
    #expect(try phq.score(answers(0, 1)).algorithms.first?.outcome == "none")
    // The missing item is a core one.
    #expect(try phq.score([1: .value(0), 3: .value(2)]).algorithms.first?.outcome == nil)
  }

  @Test func `somebody who does not drink skips AUDIT items 2 to 8 and is still asked 9 and 10`() throws {
    let audit = try instrument("audit")

    let complete = try audit.score([1: .value(0), 9: .value(2), 10: .value(0)])
    #expect(complete.total == .complete(2))
    #expect(complete.skipped == [2, 3, 4, 5, 6, 7, 8])
    #expect(complete.completeness.required == 3)

    let partial = try audit.score([1: .value(0), 9: .value(0)])
    #expect(partial.total == .partial(atLeast: 0, atMost: 4, answered: 2, of: 3))
  }

  @Test func `AUDIT items 4 to 8 are skipped when 2 and 3 are both zero`() throws {
    let audit = try instrument("audit")

    let score = try audit.score([1: .value(2), 2: .value(0), 3: .value(0), 9: .value(0), 10: .value(0)])
    #expect(score.total == .complete(2))
    #expect(score.skipped == [4, 5, 6, 7, 8])

    let one = try audit.score([1: .value(2), 2: .value(0), 3: .value(1), 9: .value(0), 10: .value(0)])
    #expect(one.skipped.isEmpty)
    #expect(one.total?.value == nil)
  }

  @Test func `answers to items that need not be asked count, and are told`() throws {
    let score = try instrument("audit").score(answers(0, 0, 2, 0, 0, 0, 3, 0, 0, 4))

    #expect(score.total == .complete(9))
    #expect(score.answeredThoughSkipped == [3, 7])
  }

  @Test func `an AUDIT-C with all points from frequency is flagged for review`() throws {
    let auditC = try instrument("audit_c")

    #expect(try auditC.score(answers(4, 0, 0)).flags.map(\.slug) == ["all_from_frequency"])
    #expect(try auditC.score(answers(3, 1, 0)).flags.isEmpty)
    #expect(try auditC.score(answers(0, 0, 0)).flags.isEmpty)
    #expect(
      try auditC.score([1: .value(4), 2: .value(0)]).flags.isEmpty, "the third could still have points")
  }

  @Test func `answers that cannot be are refused together, naming item, value and what is allowed`() throws {
    let error = #expect(throws: InvalidValues.self) {
      try instrument("audit").score([9: .value(1), 3: .value(7), 11: .value(0), 1: .value(2)])
    }

    #expect(error?.all.map(\.field) == ["answers.3", "answers.9", "answers.11"])
    #expect(error?.all.map(\.value) == ["7", "1", "11"])
    #expect(error?.all[1].remedy == "Use 0, 2 or 4, or say why the answer is missing.")
    #expect(error?.all[1].message.contains("item 9 (injury) of AUDIT") == true)
    #expect(error?.kind == .invalid)
  }

  @Test func `DAST-10 turns its third item round`() throws {
    let dast = try instrument("dast_10")
    let blank = try dast.score([3: .missing(.refused)])

    #expect(try dast.score([3: .value(1)]).total?.atLeast == 0)
    #expect(try dast.score([3: .value(0)]).total?.atLeast == 1)
    #expect(blank.total == .partial(atLeast: 0, atMost: 10, answered: 0, of: 10))
  }

  @Test func `an unknown instrument is refused with the names that there are`() {
    let error = #expect(throws: InvalidValue.self) { try InstrumentLibrary.shipped().find("phq9") }

    #expect(error?.remedy.hasPrefix("Use one of assist, audit, audit_c, bam, c_ssrs, ") == true)
  }

  @Test func `a question that two instruments share has one identity`() throws {
    let phq = try instrument("phq_9").items.map(\.question)
    let audit = try instrument("audit").items.map(\.question)

    #expect(try instrument("phq_2").items.map(\.question) == Array(phq.prefix(2)))
    #expect(try instrument("audit_c").items.map(\.question) == Array(audit.prefix(3)))
  }
}
