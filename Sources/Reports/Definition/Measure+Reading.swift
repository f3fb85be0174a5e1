import Clinic

extension DefinitionNode {
  /// The list of measures: `[counts, reasons]`, or with settings `- retention: {horizon: 90}`.
  func measures() throws(InvalidDefinition) -> [Measure] {
    var measures: [Measure] = []
    for node in try list() {
      let measure = try node.measure()
      if measures.contains(where: { $0.kind == measure.kind }) {
        throw node.refuse("is there twice", value: measure.kind.word, remedy: "Leave one of the two out.")
      }
      measures.append(measure)
    }
    return measures
  }

  private func measure() throws(InvalidDefinition) -> Measure {
    guard isMapping else { return try Measure(word("measure"), settings: nil) }
    let keys = try keys("counts", "reasons", "length_of_stay", "retention", "exits", "danger_days")
    guard let (name, settings) = keys.first, keys.count == 1, let kind = Measure.Kind.named(name) else {
      throw refuse("names more than one measure", remedy: "Begin a new line with `-` for each measure.")
    }
    return try Measure(kind, settings: settings)
  }
}

extension Measure {
  fileprivate init(_ kind: Kind, settings: DefinitionNode?) throws(InvalidDefinition) {
    switch kind {
    case .counts:
      if let settings { throw settings.refuse("has no settings", remedy: "Write only `- counts`.") }
      self = .counts
    case .reasons:
      self = .reasons(try settings?.keys("form")["form"]?.word("form") ?? .published)
    case .lengthOfStay:
      self = .lengthOfStay(try settings?.keys("same_day")["same_day"]?.word("convention") ?? .teds)
    case .retention:
      self = .retention(try Retention(settings?.keys("event", "horizon", "marks") ?? [:]))
    case .exits:
      self = .exits(try Exits(settings?.keys("horizon", "marks") ?? [:]))
    case .dangerDays:
      self = .dangerDays(try DangerDays(settings?.keys("event", "horizon", "top") ?? [:]))
    }
  }
}

/// Ten years; nobody's curve is read further out.
private let longestHorizon = 3_660

extension DefinitionNode? {
  fileprivate func horizon(otherwise days: Int) throws(InvalidDefinition) -> Int {
    try self?.number(in: 1...longestHorizon) ?? days
  }

  /// The days of a table up to the horizon; round ones when none are named.
  fileprivate func marks(upTo horizon: Int) throws(InvalidDefinition) -> [Int] {
    guard let node = self else { return Measure.Retention.marks(upTo: horizon) }
    let marks = try node.list { (node) throws(InvalidDefinition) in try node.number(in: 0...horizon) }
    guard zip(marks, marks.dropFirst()).allSatisfy({ $0 < $1 }), marks.count <= 12 else {
      throw node.refuse(
        "is not at most 12 days in order", remedy: "Write the days from the first to the last.")
    }
    return marks
  }
}

extension Measure.Exits {
  fileprivate init(_ keys: [String: DefinitionNode]) throws(InvalidDefinition) {
    horizon = try keys["horizon"].horizon(otherwise: 90)
    marks = try keys["marks"].marks(upTo: horizon)
  }
}

extension Measure.DangerDays {
  fileprivate init(_ keys: [String: DefinitionNode]) throws(InvalidDefinition) {
    event = try keys["event"]?.word("event") ?? .dropout
    horizon = try keys["horizon"].horizon(otherwise: 30)
    top = try keys["top"]?.number(in: 1...20) ?? 5
  }
}

extension Measure.Retention {
  fileprivate init(_ keys: [String: DefinitionNode]) throws(InvalidDefinition) {
    event = try keys["event"]?.word("event") ?? .exit
    horizon = try keys["horizon"].horizon(otherwise: 90)
    marks = try keys["marks"].marks(upTo: horizon)
  }

  /// Round days that part the time into four to seven pieces: weeks or months where that works out.
  static func marks(upTo horizon: Int) -> [Int] {
    let steps = [1, 2, 5, 7, 10, 14, 15, 30, 60, 90, 180, 365, 730]
    let even = steps.first { (3...7).contains(horizon / $0) && horizon.isMultiple(of: $0) }
    let step = even ?? steps.first { horizon / $0 <= 7 } ?? horizon
    return Array(stride(from: 0, through: horizon, by: step))
  }
}
