extension Instrument.Item {
  /// Whether `value` can be an answer.
  package func allows(_ value: Int16) -> Bool { choices.contains { $0.value == value } }

  /// What can be answered, for people: "0, 2 or 4".
  package var allowed: String { choices.map { "\($0.value)" }.listing }

  /// What stands before it on the form.
  package var mark: String { "\(number)" }

  /// How people write the answer `value`.
  package func text(of value: Int16) -> String { "\(value)" }

  /// Reads an answer as people write it; throws a refusal that says what can be answered.
  package func value(from text: String) throws(InvalidValue) -> Int16 {
    if let value = Int16(text), allows(value) { return value }
    throw InvalidValue(
      "answer-out-of-range", field: "answers.\(number)",
      problem: "has a value that item \(mark) (\(label)) does not have", value: String(text.prefix(20)),
      remedy: "Use \(allowed), or say why the answer is missing.")
  }
}

extension Instrument {
  /// The item with this number.
  package func item(_ number: Int16) -> Item? { items.first { $0.number == number } }
}

extension Instrument {
  /// What a change of a score means.
  package struct Change: Hashable, Sendable {
    package let better: Direction
    package let standardDeviation: Double?
    package let reliability: Double?
    package let reliable: Double?
    package let citation: String?
  }

  package enum Direction: String, CaseIterable, Hashable, Sendable {
    case lower
    case higher
  }

  /// The total, when there is one, and the subscales.
  package var scales: [Scale] { [total] + subscales }
}

extension Instrument.Scale {
  package var change: Instrument.Change? { nil }
}

extension Instrument {
  /// The names of the sets of bands that a clinic can choose from, each once.
  package var bandSetSlugs: [String] { [] }
}
