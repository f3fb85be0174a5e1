import Clinic

extension CohortDefinition {
  /// The definition in a paragraph of English, for those who read figures and not YAML.
  package var explanation: String {
    let noun = population == .episodes ? "treatment episodes" : population.rawValue
    var sentences = ["Counts \(([noun] + conditions.clauses(population)).joined(separator: " "))."]
    let left = exceptions.clauses(population)
    if !left.isEmpty { sentences.append("Leaves out those \(left.joined(separator: " ")).") }
    if let by { sentences.append("Groups are told apart by \(by.label).") }
    if let each { sentences.append("Everything is repeated for each \(each.label).") }
    sentences += measures.map { $0.asked.sentence(population) }
    sentences.append("A day is a day of the facility's own time zone.")
    return sentences.joined(separator: " ")
  }

  /// How the figures are to be read where people count in different ways.
  var conventions: [String] {
    let who =
      switch population {
      case .stays: "Each stay counts, not each person: a person with two stays counts twice."
      case .episodes:
        "Each episode counts, not each person; it has the stage and the service that it began with."
      case .patients: "Each person counts once, at the first episode that fulfils the conditions."
      case .enquiries:
        "Each enquiry counts, as it is written now; it is followed to the first episode that came of it."
      }
    return [who, "Days are whole days between the facility's calendar days of start and end."]
      + measures.compactMap(\.asked.convention)
  }
}

extension Population {
  /// One of them, or several.
  func noun(_ count: Int) -> String {
    count == 1 ? (self == .enquiries ? "enquiry" : String(rawValue.dropLast())) : rawValue
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
    let began = population == .enquiries ? "received" : "admitted"
    switch (admittedFrom, admittedTo) {
    case (let from?, let to?): clauses.append("\(began) from \(from) to \(to)")
    case (let from?, nil): clauses.append("\(began) on or after \(from)")
    case (nil, let to?): clauses.append("\(began) on or before \(to)")
    case (nil, nil): break
    }
    if let sex { clauses.append("of \(sex.word) patients") }
    if let age { clauses.append(age.words) }
    if let substance { clauses.append(substance.clause(population)) }
    if let referral { clauses.append("referred by \(referral.map { $0.word.spoken }.listed("or"))") }
    if let paymentSource {
      clauses.append("paid for by \(paymentSource.map { $0.word.spoken }.listed("or"))")
    }
    if let insurance { clauses.append("with insurance \(insurance.map { $0.word.spoken }.listed("or"))") }
    if let diagnoses { clauses.append("with a diagnosis \(diagnoses.listed("or"))") }
    if let score { clauses.append(score.words) }
    if let step {
      clauses.append(
        "with \(step.to.rawValue) within \(step.within) days of the end of \(step.from.rawValue)")
    }
    if let readmittedWithin {
      clauses.append("that began within \(readmittedWithin) days of an earlier episode")
    }
    if let consent {
      clauses.append("of people whose consent in force covers \(consent.map(\.spoken).listed("and"))")
    }
    if let reasons { clauses.append("that ended as \(reasons.map { $0.label }.listed("or"))") }
    return clauses
  }
}

extension AgeCondition {
  fileprivate var words: String {
    switch (least, most) {
    case (let least?, let most?): "of people aged \(least) to \(most)"
    case (let least?, nil): "of people aged \(least) or more"
    case (nil, let most?): "of people aged \(most) or less"
    case (nil, nil): ""
    }
  }
}

extension ScoreCondition {
  fileprivate var words: String {
    let title = (try? InstrumentLibrary.shipped().find(instrument))?.title ?? instrument
    let what =
      switch at {
      case .first: "a first \(title)"
      case .last: "a last \(title)"
      case .any: "any \(title)"
      case .change: "a change of \(title)"
      }
    if least == -1_000 { return "with \(what) of \(most) or less" }
    if most == 1_000 { return "with \(what) of \(least) or more" }
    return "with \(what) from \(least) to \(most)"
  }
}

extension String {
  /// A word of definitions as people say it.
  fileprivate var spoken: String { replacing("_", with: " ") }
}

extension SubstanceCondition {
  fileprivate func clause(_ population: Population) -> String {
    population == .enquiries ? "about \(name)" : "of people who named \(words) at intake"
  }

  private var name: String {
    drug.flatMap { drug in (try? DrugCatalogue.shipped())?.find(drug)?.name } ?? substance?.label
      ?? "a substance"
  }

  private var words: String {
    let what = route.map { "\(name), taken by way of \($0.word)" } ?? name
    return rank == .primary ? "\(what) as their main substance" : "\(what), at any rank,"
  }
}

extension Grouping {
  var label: String { self == .serviceType ? "type of service" : rawValue.replacing("_", with: " ") }
}

extension [String] {
  /// "a, b or c".
  func listed(_ word: String) -> String {
    guard let last, count > 1 else { return joined() }
    return "\(dropLast().joined(separator: ", ")) \(word) \(last)"
  }
}
