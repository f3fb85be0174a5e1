import Foundation
import Testing

@testable import Clinic

@Suite struct PublishedCasesTests {
  @Test(arguments: try cases("scoring", as: ScoringCases.self).cases)
  func `a published case scores as published`(_ example: ScoringCases.Case) throws {
    let sheet = try CaseSheet(example)
    let instrument = try instrument(sheet.slug)
    func score(_ sex: Recorded<Sex> = .missing(.unknown), _ bandSet: String? = nil) throws -> Score {
      try instrument.score(sheet.answers, sex: sex, substance: sheet.substance, bandSet: bandSet)
    }
    let expected = example.expected

    if expected.error != nil {
      #expect(throws: InvalidValues.self) { try score() }
      return
    }
    let result = try score()

    if let total = expected.total ?? expected.score { #expect(result.total == .complete(total)) }
    if let band = expected.band ?? expected.severity { #expect(result.band?.label == band) }
    if let classic = expected.classic {
      #expect(try score(.missing(.unknown), "classic").band?.label == classic)
    }
    if let asam = expected.asam_2020 {
      #expect(try score(.missing(.unknown), "asam_2020").band?.label == asam)
    }
    if let flag = expected.item9_flag { #expect(result.flags.contains { $0.slug == "self_harm" } == flag) }
    if let men = expected.positive_men { #expect(try score(.value(.male)).isPositive == men) }
    if let women = expected.positive_women { #expect(try score(.value(.female)).isPositive == women) }
    if let isPositive = expected.total_positive { #expect(result.isPositive == isPositive) }
    #expect((expected.review != nil) == result.flags.contains { $0.slug == "all_from_frequency" })
    if expected.mdd_algorithm != nil { #expect(result.algorithms.first?.outcome == "major_depressive") }
    if expected.clusters != nil {
      #expect(result.algorithms.first?.clusters.map(\.isMet) == [true, true, true, true])
      #expect(result.algorithms.first?.outcome == "provisional")
    }
    if let use = expected.use { #expect(result.subscale("use")?.sum == .complete(use)) }
    if let risk = expected.risk_sum { #expect(result.subscale("risk")?.sum == .complete(risk)) }
    if let protective = expected.protective {
      #expect(result.subscale("protective")?.sum == .complete(protective))
    }
    if let flags = expected.flags {
      #expect(result.total == nil)
      #expect(result.subscales.filter { $0.isPositive == true }.map(\.slug) == flags)
    }
    if let risk = expected.risk { try expect(result, toHave: risk) }
  }

  /// The words of the cases for a risk, in ours.
  private func expect(_ score: Score, toHave risk: String) throws {
    switch risk {
    case "low/routine": #expect(score.reading == "routine")
    case "emergency": #expect(score.reading == "emergency")
    case "low/none": #expect(score.triage?.outcome == "low")
    case "single red parameter -> urgent": #expect(score.flags.map(\.slug) == ["red_parameter"])
    default: #expect(score.triage?.outcome == risk)
    }
  }

  @Test(
    arguments: try cases("independent_scores", as: IndependentScores.self).cases
      + cases("keyed_scores", as: IndependentScores.self).cases)
  func `an independent program gives the same score`(_ example: IndependentScores.Case) throws {
    var answers: Screening.Answers = [:]
    for (item, value) in example.answers { answers[try #require(Int16(item))] = .value(value) }
    if example.instrument == "phq_9", let tenth = answers[10]?.value, tenth > 3 { answers[10] = nil }

    let score = try instrument(example.instrument).score(answers, substance: example.substance)

    #expect(score.total?.atLeast == example.total)
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

  @Test func `a derived case with an answer that BAM does not have is refused as it stands`() throws {
    let error = #expect(throws: InvalidValues.self) { try instrument("bam").score([14: .value(2)]) }

    #expect(error?.remedy == "Use 0 or 4, or say why the answer is missing.")
  }

  @Test(arguments: [
    "AUDIT", "AUDIT-C", "CAGE-AID", "CIWA-Ar", "COWS", "CUDIT-R", "DAST-10", "GAD-7", "PCL-5", "PHQ-2",
    "PHQ-9", "SDS",
  ])
  func `a shipped definition has the published values, bands and codes`(title: String) throws {
    let published = try #require(try cases("scoring", as: ScoringCases.self).definitions[title])
    let instrument = try instrument(CaseSheet.slug(of: title))
    let items = instrument.scoredItems
    func read(_ bands: [Instrument.Band]) -> [ScoringCases.Band] {
      bands.map { ScoringCases.Band(min: $0.range.lowerBound, max: $0.range.upperBound, label: $0.label) }
    }

    #expect(instrument.title == title)
    if let values = published.item_values { #expect(items.map { $0.choices.map(\.value) } == values) }
    #expect([items.possibleSums.lowerBound, items.possibleSums.upperBound] == published.range)
    #expect(items.filter(\.isReversed).map(\.number) == published.reverse ?? [])
    if let bands = published.bands {
      #expect(instrument.total.map { read($0.bands) }?.map(plain) == bands.map(plain))
    }
    for (slug, bands) in published.band_sets ?? [:] {
      let set = try #require(instrument.total?.bandSets.first { $0.slug == slug })
      #expect(read(set.bands) == bands)
    }
    if let cut = published.cut {
      #expect(instrument.total?.cutOffs.filter { $0.name == nil }.map(\.atLeast) == [cut])
    }
    if let loinc = published.loinc {
      #expect(instrument.loinc?.panel == loinc.panel)
      #expect(instrument.loinc?.total == loinc.total)
      if let codes = loinc.items { #expect(items.map(\.question) == codes) }
    }
  }

  /// The words without the signs between them, which differ by taste.
  private func plain(_ band: ScoringCases.Band) -> String {
    "\(band.min)-\(band.max) \(band.label.replacing("/", with: "-"))"
  }

  @Test func `no case is lost on the way`() throws {
    #expect(try cases("scoring", as: ScoringCases.self).cases.count == 50)
    #expect(try cases("independent_scores", as: IndependentScores.self).cases.count == 81)
    #expect(try cases("keyed_scores", as: IndependentScores.self).cases.count == 111)
  }
}
