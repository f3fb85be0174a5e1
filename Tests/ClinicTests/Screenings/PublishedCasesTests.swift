import Foundation
import Testing

@testable import Clinic

@Suite struct PublishedCasesTests {
  @Test(arguments: try cases("scoring", as: ScoringCases.self).cases)
  func `a published case scores as published`(_ example: ScoringCases.Case) throws {
    let instrument = try instrument(example.slug)
    let answers = recorded(example.input.answers)
    let expected = example.expected

    if expected.error != nil {
      #expect(throws: InvalidValues.self) { try instrument.score(answers) }
      return
    }
    let score = try instrument.score(answers)

    #expect(score.total == expected.total.map { .complete($0) })
    #expect(expected.band == nil || score.band?.label == expected.band)
    #expect(
      expected.item9_flag == nil || score.flags.contains { $0.slug == "self_harm" } == expected.item9_flag)
    if let men = expected.positive_men {
      #expect(try instrument.score(answers, sex: .value(.male)).isPositive == men)
    }
    if let women = expected.positive_women {
      #expect(try instrument.score(answers, sex: .value(.female)).isPositive == women)
    }
    #expect((expected.review != nil) == score.flags.contains { $0.slug == "all_from_frequency" })
    if expected.mdd_algorithm != nil {
      #expect(score.algorithms.first?.outcome == "major_depressive")
    }
  }

  @Test(arguments: try cases("independent_scores", as: IndependentScores.self).cases)
  func `an independent program gives the same score`(_ example: IndependentScores.Case) throws {
    var answers: Screening.Answers = [:]
    for (item, value) in example.answers { answers[try #require(Int16(item))] = .value(value) }
    if example.instrument == "phq_9", let tenth = answers[10]?.value, tenth > 3 { answers[10] = nil }

    let score = try instrument(example.instrument).score(answers)

    #expect(score.total.atLeast == example.total)
    #expect(score.completeness.isComplete == example.complete)
    if let isMajor = example.is_mds, let isOther = example.is_ods {
      let expected = isMajor ? "major_depressive" : isOther ? "other_depressive" : "none"
      #expect(score.algorithms.first?.outcome == expected)
    }
  }

  @Test func `an official example that adds up wrongly is not followed`() throws {
    // The example states 3 for answers that add up to 4, under the code of another question for item 1.
    let auditC = try instrument("audit_c")

    #expect(try auditC.score(answers(1, 1, 2)).total == .complete(4))
    #expect(!auditC.items.contains { $0.question == "68517-2" })
  }
}
