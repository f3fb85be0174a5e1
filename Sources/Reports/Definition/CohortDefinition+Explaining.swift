import Clinic

extension CohortDefinition {
  /// The definition in a paragraph of English, for those who read figures and not YAML.
  package var explanation: String {
    let noun = population == .stays ? "stays" : "treatment episodes"
    var sentences = ["Counts \(([noun] + conditions.clauses(population)).joined(separator: " "))."]
    if let by { sentences.append("Groups are told apart by \(by.label).") }
    if let each { sentences.append("Everything is repeated for each \(each.label).") }
    sentences += measures.map(\.sentence)
    sentences.append("A day is a day of the facility's own time zone.")
    return sentences.joined(separator: " ")
  }

  /// How the figures are to be read where people count in different ways.
  var conventions: [String] {
    var lines = [
      population == .stays
        ? "Each stay counts, not each person: a person with two stays counts twice."
        : "Each episode counts, not each person; it has the stage and the service that it began with.",
      "Days are whole days between the facility's calendar days of start and end.",
    ]
    lines += measures.compactMap(\.convention)
    return lines
  }
}

extension Conditions {
  fileprivate func clauses(_ population: Population) -> [String] {
    var clauses: [String] = []
    if let stages {
      clauses.append(
        "\(population == .stays ? "in" : "that began in") \(stages.map(\.rawValue).listed("or"))")
    }
    if let facilities { clauses.append("at \(facilities.listed("or"))") }
    switch (admittedFrom, admittedTo) {
    case (let from?, let to?): clauses.append("admitted from \(from) to \(to)")
    case (let from?, nil): clauses.append("admitted on or after \(from)")
    case (nil, let to?): clauses.append("admitted on or before \(to)")
    case (nil, nil): break
    }
    if let sex { clauses.append("of \(sex.word) patients") }
    if let substance { clauses.append("of people who named \(substance.words) at intake") }
    if let reasons { clauses.append("that ended as \(reasons.map { $0.label }.listed("or"))") }
    return clauses
  }
}

extension SubstanceCondition {
  fileprivate var words: String {
    let name = drug.flatMap { drug in (try? DrugCatalogue.shipped())?.find(drug)?.name }
    let what = name ?? substance?.label ?? "a substance"
    return rank == .primary ? "\(what) as their main substance" : "\(what), at any rank,"
  }
}

extension Grouping {
  var label: String { self == .serviceType ? "type of service" : rawValue.replacing("_", with: " ") }
}

extension Measure {
  fileprivate var sentence: String {
    switch self {
    case .counts:
      "Tells how many came, how many have left, how many are still there, and how many people that is."
    case .reasons(.published): "Sets the reasons for leaving beside each other, pooled as in SAMHSA's tables."
    case .reasons(.detailed): "Sets the nine reasons for leaving beside each other."
    case .lengthOfStay: "Tells how long those stayed who have left: median, quartiles and mean."
    case .retention(let retention):
      "Follows the share still in treatment for \(retention.horizon) days, where \(retention.event.words)."
    case .exits(let exits):
      "Tells by which day which share had left, and how, for \(exits.horizon) days."
    case .dangerDays(let danger):
      "Names the \(danger.top) days of the first \(danger.horizon) on which most of those still there left, where "
        + "\(danger.event.words)."
    }
  }

  fileprivate var convention: String? {
    switch self {
    case .counts: nil
    case .reasons(.published):
      "Pooled reasons: terminated is 03; transferred is 04 and 14; other is 05, 06, 07 and 08."
    case .reasons(.detailed): nil
    case .lengthOfStay(.teds): "Length of stay: leaving on the day of admission counts as 1 day (TEDS)."
    case .lengthOfStay(.hcup): "Length of stay: leaving on the day of admission counts as 0 days (HCUP)."
    case .retention:
      "Retention: Kaplan-Meier with log-log 95 % intervals; those still there are censored at the end of the report's"
        + " time; who leaves on day 30 is no longer retained on day 30."
    case .exits:
      "Exits: Aalen-Johansen; one way out rules out the others, pooled as in SAMHSA's tables; those still there are"
        + " censored."
    case .dangerDays:
      "Danger days: of those still there on a day, the share that left on it, with Wilson's 95 % limits; ranked by the"
        + " lower limit."
    }
  }
}

extension Measure.Retention.Event {
  fileprivate var words: String {
    switch self {
    case .exit: "any end of it counts as leaving"
    case .dropout:
      "leaving against advice or being discharged by the facility counts, and any other end is censored"
    }
  }
}

extension [String] {
  /// "a, b or c".
  fileprivate func listed(_ word: String) -> String {
    guard let last, count > 1 else { return joined() }
    return "\(dropLast().joined(separator: ", ")) \(word) \(last)"
  }
}
