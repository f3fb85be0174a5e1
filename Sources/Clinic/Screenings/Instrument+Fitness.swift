extension Instrument {
  /// What an instrument is not for.
  package enum Exclusion: String, CaseIterable, Hashable, Sendable {
    case pregnancy
  }

  /// Refuses somebody for whom the score would say something wrong; an age that is not known is let pass.
  package func checkFitness(age: Int?, isPregnant: Bool) throws(InvalidValue) {
    if population.isStrict, let age, !population.ages.contains(age) {
      throw InvalidValue(
        "not-for-person", field: "instrument",
        problem: "is \(title), which is \(population.ages.description)",
        remedy: "Use one that was made for that age. Source: \(terms.source).")
    }
    if population.excludesPregnancy, isPregnant {
      throw InvalidValue(
        "not-for-person", field: "instrument", problem: "is \(title), which is not for pregnancy",
        remedy: "Use one that was made for pregnancy. Source: \(terms.source).")
    }
  }
}
