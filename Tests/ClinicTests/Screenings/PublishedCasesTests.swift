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

  @Test(arguments: ["AUDIT", "AUDIT-C", "DAST-10", "GAD-7", "PHQ-2", "PHQ-9"])
  func `a shipped definition has the published values, bands and codes`(title: String) throws {
    let published = try #require(try cases("scoring", as: ScoringCases.self).definitions[title])
    let instrument = try instrument(title.lowercased().replacing("-", with: "_"))
    let items = instrument.scoredItems

    #expect(instrument.title == title)
    if let values = published.item_values { #expect(items.map { $0.choices.map(\.value) } == values) }
    #expect([items.reduce(0) { $0 + $1.least }, items.reduce(0) { $0 + $1.most }] == published.range)
    #expect(items.filter(\.isReversed).map(\.number) == published.reverse ?? [])
    #expect(instrument.total.bands.map(\.label) == (published.bands ?? []).map(\.label))
    #expect(instrument.total.bands.map(\.range) == (published.bands ?? []).map { $0.min...$0.max })
    if let cut = published.cut { #expect(instrument.total.cutOffs.map(\.atLeast) == [cut]) }
    #expect(instrument.loinc?.panel == published.loinc.panel)
    #expect(instrument.loinc?.total == published.loinc.total)
    if let codes = published.loinc.items { #expect(items.map(\.question) == codes) }
  }

  @Test func `no case is lost on the way`() throws {
    #expect(try cases("scoring", as: ScoringCases.self).cases.count == 17)
    #expect(try cases("independent_scores", as: IndependentScores.self).cases.count == 73)
  }
}
