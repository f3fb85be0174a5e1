extension Instrument.Item {
  /// Whether `value` can be an answer.
  package func allows(_ value: Int16) -> Bool {
    measure.map { $0.range.contains(value) } ?? choices.contains { $0.value == value }
  }

  /// What can be answered, for people: "0, 2 or 4", "0 to 28 days".
  package var allowed: String {
    guard let measure else { return choices.map { "\($0.value)" }.listing }
    return
      "\(measure.text(measure.range.lowerBound)) to \(measure.text(measure.range.upperBound)) \(measure.unit)"
  }

  /// What an answer adds to a score, where that does not depend on other answers; zero for what is no answer.
  package func points(_ value: Int16) -> Int {
    if let table = pointTables.first { return table.points(value) ?? 0 }
    guard measure == nil else { return Int(value) }
    guard isReversed, let low = choices.first?.points, let high = choices.last?.points else {
      return choices.first { $0.value == value }?.points ?? 0
    }
    return choices.first { $0.value == value }.map { low + high - $0.points } ?? 0
  }

  /// Reads an answer as people write it: `2`, `36.8`; throws a refusal that says what can be answered.
  package func value(from text: String) throws(InvalidValue) -> Int16 {
    if let value = measure.map({ Instrument.Measure.value(text, decimals: $0.decimals) }) ?? Int16(text),
      allows(value)
    {
      return value
    }
    throw refusal(text, of: nil)
  }

  /// How people write the answer `value`: 368 is `36.8` where there is one decimal place.
  package func text(of value: Int16) -> String { measure?.text(value) ?? "\(value)" }

  /// The refusal of an answer that the item does not have.
  func refusal(_ value: String, of title: String?) -> InvalidValue {
    let whole = title.map { " of \($0)" } ?? ""
    let advice = measure?.advice.map { "Use \(allowed). \($0)" }
    return InvalidValue(
      "answer-out-of-range", field: "answers.\(number)",
      problem: "has a value that item \(mark) (\(label))\(whole) does not have",
      value: String(value.prefix(20)),
      remedy: advice ?? "Use \(allowed), or say why the answer is missing.")
  }
}

extension Instrument.Measure {
  /// The number as people write it.
  package func text(_ value: Int16) -> String {
    guard decimals > 0 else { return "\(value)" }
    var digits = String(abs(Int(value)))
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    return value < 0 ? "-" + digits : digits
  }

  /// Reads a number with at most `decimals` places; nil when it is not one.
  package static func value(_ text: String, decimals: Int) -> Int16? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    let isNegative = text.hasPrefix("-")
    let digits = (isNegative ? parts[0].dropFirst() : parts[0]) + fraction
    // Zeros beyond the last place change nothing: 37.00 is 37.0.
    guard parts[0].count > (isNegative ? 1 : 0), parts.count == 1 || !fraction.isEmpty,
      digits.utf8.allSatisfy({ (48...57).contains($0) }),
      fraction.dropFirst(decimals).allSatisfy({ $0 == "0" })
    else { return nil }
    let kept = digits.dropLast(max(0, fraction.count - decimals))
    let zeros = String(repeating: "0", count: max(0, decimals - fraction.count))
    return Int16((isNegative ? "-" : "") + kept + zeros)
  }
}
