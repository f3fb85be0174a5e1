import Testing

@testable import Clinic

/// Every shipped instrument, once for each substance that it can be about.
private let forms: [(slug: String, substance: String?)] = {
  let all = (try? InstrumentLibrary.shipped().all) ?? []
  return all.flatMap { instrument -> [(slug: String, substance: String?)] in
    let slug = instrument.reference.slug
    return instrument.substances.isEmpty ? [(slug, nil)] : instrument.substances.map { (slug, $0.slug) }
  }
}()

@Suite struct SheetPropertyTests {
  @Test(arguments: forms)
  func `a partial score bounds every way to complete it`(slug: String, substance: String?) throws {
    let instrument = try instrument(slug)
    let form = try instrument.form(of: substance)
    var random = SeededRandom(seed: 11)

    for _ in 0..<150 {
      let missing = Double.random(in: 0...1, using: &random)
      let partly = Screening.Answers.random(instrument, form, missing: missing, using: &random)
      let partial = try instrument.score(partly, substance: substance)
      let whole = Screening.Answers.random(instrument, form, missing: 0, using: &random)
      var completed = partly.filter { $0.value.value != nil }
      while let item = try instrument.next(after: completed, substance: substance) {
        completed[item.number] = whole[item.number]
      }
      let score = try instrument.score(completed, substance: substance)

      #expect(score.completeness.isComplete)
      for (part, all) in zip(partial.scales, score.scales) {
        let sum = try #require(all.sum.value)
        #expect(part.sum.atLeast...part.sum.atMost ~= sum, "\(part.slug)")
        #expect(part.sum.value == nil || part.sum == all.sum)
        #expect(part.band == nil || part.band == all.band)
        #expect(part.isPositive == nil || part.isPositive == all.isPositive)
      }
      for (part, all) in zip(partial.algorithms, score.algorithms) {
        #expect(part.outcome == nil || part.outcome == all.outcome)
      }
      #expect(Set(partial.flags).isSubset(of: score.flags), "a flag that is raised stays raised")
      try expect(partial.triage, toHold: score.triage, instrument)
    }
  }

  private func expect(
    _ partial: Score.TriageResult?, toHold whole: Score.TriageResult?, _ instrument: Instrument
  ) throws {
    guard let partial, let whole, let slugs = instrument.triage?.slugs else { return }
    let outcome = try #require(whole.outcome)
    #expect(partial.outcome == nil || partial.outcome == outcome)
    // Never milder than what was told while something was missing.
    #expect(try #require(slugs.firstIndex(of: outcome)) <= #require(slugs.firstIndex(of: partial.atLeast)))
  }

  @Test(arguments: forms)
  func `a sheet with something missing never comes to the mildest outcome of a triage`(
    slug: String, substance: String?
  ) throws {
    let instrument = try instrument(slug)
    guard let triage = instrument.triage else { return }
    var random = SeededRandom(seed: 12)

    for _ in 0..<300 {
      let answers = Screening.Answers.random(instrument, nil, missing: 0.2, using: &random)
      let score = try instrument.score(answers)
      if score.triage?.outcome == triage.otherwise { #expect(score.completeness.isComplete) }
    }
  }

  @Test(arguments: forms)
  func `the order of the answers makes no difference`(slug: String, substance: String?) throws {
    let instrument = try instrument(slug)
    let form = try instrument.form(of: substance)
    var random = SeededRandom(seed: 13)

    for _ in 0..<20 {
      let answers = Screening.Answers.random(instrument, form, missing: 0.3, using: &random)
      var shuffled: Screening.Answers = [:]
      for number in answers.keys.shuffled(using: &random) { shuffled[number] = answers[number] }

      #expect(
        try instrument.score(answers, substance: substance)
          == instrument.score(shuffled, substance: substance))
    }
  }

  @Test(arguments: forms)
  func `asking one item after the other leads to a complete score`(slug: String, substance: String?) throws {
    let instrument = try instrument(slug)
    var random = SeededRandom(seed: 14)

    for _ in 0..<30 {
      var answers: Screening.Answers = [:]
      while let item = try instrument.next(after: answers, substance: substance) {
        #expect(answers[item.number] == nil, "no item is asked twice")
        answers[item.number] = .value(try #require(item.values.randomElement(using: &random)))
      }
      let score = try instrument.score(answers, substance: substance)

      #expect(score.completeness.isComplete)
      #expect(score.answeredThoughSkipped.isEmpty, "nothing is asked that need not be")
      #expect(score.scales.allSatisfy { $0.sum.value != nil })
      #expect(score.triage == nil || score.triage?.outcome != nil)
      #expect(Set(score.skipped).isDisjoint(with: answers.keys))
      #expect(instrument.excused(by: answers, substance: substance).isSuperset(of: score.skipped))
    }
  }

  @Test(arguments: forms)
  func `a complete score is inside the published range`(slug: String, substance: String?) throws {
    let instrument = try instrument(slug)
    let form = try instrument.form(of: substance)
    var random = SeededRandom(seed: 15)

    for _ in 0..<50 {
      let answers = Screening.Answers.random(instrument, form, missing: 0, using: &random)
      for result in try instrument.score(answers, substance: substance).scales {
        let scale = try #require(
          result.slug == "total"
            ? form?.total ?? instrument.total : instrument.subscales.first { $0.slug == result.slug })
        let sum = try #require(result.sum.value)
        #expect(
          min(
            0, instrument.items(scale.items).possibleSums.lowerBound)...instrument.items(scale.items)
            .possibleSums.upperBound ~= sum)
        if !scale.bandSets.isEmpty { #expect(result.band != nil) }
      }
    }
  }
}
