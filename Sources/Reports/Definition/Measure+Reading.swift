extension DefinitionNode {
  /// The list of measures: `[counts, reasons]`, or with settings `- retention: {horizon: 90}`.
  func measures(of population: Population) throws(InvalidDefinition) -> [Measure] {
    var measures: [Measure] = []
    for node in try list() {
      let measure = try node.measure(of: population)
      if measures.contains(where: { $0.word == measure.word }) {
        throw node.refuse("is there twice", value: measure.word, remedy: "Leave one of the two out.")
      }
      measures.append(measure)
    }
    return measures
  }

  private func measure(of population: Population) throws(InvalidDefinition) -> Measure {
    guard isMapping else { return try measure(named: text(), of: population, settings: nil) }
    let keys = try keys(Measure.kinds.map { $0.word })
    guard let (name, settings) = keys.first, keys.count == 1 else {
      throw refuse("names more than one measure", remedy: "Begin a new line with `-` for each measure.")
    }
    return try measure(named: name, of: population, settings: settings)
  }

  private func measure(
    named name: String, of population: Population, settings: DefinitionNode?
  ) throws(InvalidDefinition) -> Measure {
    guard let kind = Measure.kinds.first(where: { $0.word == name }) else {
      throw refuse(name, asOneOf: Measure.kinds.map { $0.word }, noun: "measure")
    }
    guard kind.populations.contains(population) else {
      let others = Population.allCases.filter(kind.populations.contains).map(\.rawValue)
      throw refuse(
        "cannot be taken of \(population.rawValue)", value: name,
        remedy: "Leave it out, or take it of \(others.listed("or")).")
    }
    return try kind.measure(settings)
  }
}

extension CohortMeasure {
  fileprivate static func measure(_ settings: DefinitionNode?) throws(InvalidDefinition) -> Measure {
    Measure(try Self(settings))
  }
}

/// Ten years; nobody's curve is read further out.
private let longestHorizon = 3_660

extension DefinitionNode? {
  /// The keys of the settings, none where there are no settings.
  func keys(_ known: String...) throws(InvalidDefinition) -> [String: DefinitionNode] {
    try self?.keys(known) ?? [:]
  }

  /// Refuses settings where there is nothing to set.
  func refuseAny() throws(InvalidDefinition) {
    if let self { throw self.refuse("has no settings", remedy: "Write only its name.") }
  }

  func horizon(otherwise days: Int) throws(InvalidDefinition) -> Int {
    try self?.number(in: 1...longestHorizon) ?? days
  }

  /// The days of a table up to the horizon; round ones when none are named.
  func marks(upTo horizon: Int) throws(InvalidDefinition) -> [Int] {
    guard let node = self else { return Measure.Retention.marks(upTo: horizon) }
    return try node.days(in: 0...horizon)
  }
}

extension DefinitionNode {
  /// At most 12 days in rising order.
  func days(in range: ClosedRange<Int>) throws(InvalidDefinition) -> [Int] {
    let days = try list { (node) throws(InvalidDefinition) in try node.number(in: range) }
    guard zip(days, days.dropFirst()).allSatisfy({ $0 < $1 }), days.count <= 12 else {
      throw refuse("is not at most 12 days in order", remedy: "Write the days from the first to the last.")
    }
    return days
  }
}

extension Measure.Retention {
  /// Round days that part the time into four to seven pieces: weeks or months where that works out.
  static func marks(upTo horizon: Int) -> [Int] {
    let steps = [1, 2, 5, 7, 10, 14, 15, 30, 60, 90, 180, 365, 730]
    let even = steps.first { (3...7).contains(horizon / $0) && horizon.isMultiple(of: $0) }
    let step = even ?? steps.first { horizon / $0 <= 7 } ?? horizon
    return Array(stride(from: 0, through: horizon, by: step))
  }
}
