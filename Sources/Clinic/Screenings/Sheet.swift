/// The answers of one screening after the skip rules: every item has a value, is skipped, or is missing.
struct Sheet {
  let answers: Screening.Answers
  let skipped: Set<Int16>

  /// The value that counts: a skipped item counts as zero; nil when it is missing.
  private func value(of number: Int16) -> Int16? {
    answers[number]?.value ?? (skipped.contains(number) ? 0 : nil)
  }

  /// The points of an item; a skipped one has none.
  private func points(of item: Instrument.Item) -> Int? {
    answers[item.number]?.value.map(item.points) ?? (skipped.contains(item.number) ? 0 : nil)
  }

  func sum(of items: [Instrument.Item]) -> Score.Sum {
    let missing = items.filter { points(of: $0) == nil }
    let known = items.compactMap(points).reduce(0, +)
    if missing.isEmpty { return .complete(known) }
    let completeness = completeness(of: items)
    return .partial(
      atLeast: known + missing.map(\.least).reduce(0, +), atMost: known + missing.map(\.most).reduce(0, +),
      answered: completeness.answered, of: completeness.required)
  }

  func completeness(of items: [Instrument.Item]) -> Score.Completeness {
    let required = items.filter { !skipped.contains($0.number) }
    var missing: [MissingReason: [Int16]] = [:]
    for item in required where answers[item.number]?.value == nil {
      missing[answers[item.number]?.missing ?? .notCollected, default: []].append(item.number)
    }
    let absent = missing.values.map(\.count).reduce(0, +)
    return Score.Completeness(answered: required.count - absent, required: required.count, missing: missing)
  }

  func raises(_ flag: Instrument.Flag, among items: [Instrument.Item]) -> Bool {
    switch flag.rule {
    case .item(let number, let atLeast):
      return value(of: number).map { $0 >= atLeast } ?? false
    case .onlyPointsFrom(let number):
      // Cannot be said while another item is missing, because that one may have points too.
      let others = items.filter { $0.number != number }
      let own = items.first { $0.number == number }.flatMap(points) ?? 0
      return own > 0 && others.allSatisfy { points(of: $0) == 0 }
    }
  }

  /// The outcome of an algorithm if every possible answer to the missing items leads to the same one.
  func outcome(of algorithm: Instrument.SymptomCount) -> String? {
    let present = algorithm.thresholds.filter { threshold in
      value(of: threshold.key).map { $0 >= threshold.value } ?? false
    }
    let missing = algorithm.thresholds.keys.filter { value(of: $0) == nil }
    let (least, most) = (present.count, present.count + missing.count)
    let hasCore = present.keys.contains(where: algorithm.core.contains)
    let mayHaveCore = missing.contains(where: algorithm.core.contains)
    var possible: Set<String> = []
    if hasCore {
      possible.formUnion((least...most).map(algorithm.outcome))
    } else {
      possible.insert(algorithm.otherwise)
      if mayHaveCore { possible.formUnion((least + 1...most).map(algorithm.outcome)) }
    }
    return possible.count == 1 ? possible.first : nil
  }
}

extension Instrument.SymptomCount {
  /// The outcome when so many symptoms are there, a core one among them.
  fileprivate func outcome(_ count: Int) -> String {
    outcomes.first { $0.count.contains(count) }?.slug ?? otherwise
  }
}
