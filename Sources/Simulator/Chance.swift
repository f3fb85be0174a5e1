import Clinic

extension SplitMix64 {
  /// A number from 0 up to and without 1, made of the upper 53 bits.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Whether something of this probability happens.
  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// A whole number of a range, each as likely; the same on every machine.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(unit() * Double(range.count))
  }

  /// One of several, each as likely; `fallback` when there is none.
  mutating func pick<Element>(_ elements: [Element], or fallback: Element) -> Element {
    elements.isEmpty ? fallback : elements[number(0...elements.count - 1)]
  }

  /// One of several by weight; the last one when the weights end.
  mutating func pick(_ weighted: [(Int16, Double)]) -> Int16 {
    var rest = unit() * weighted.reduce(0) { $0 + $1.1 }
    for (value, weight) in weighted {
      rest -= weight
      if rest < 0 { return value }
    }
    return weighted.last?.0 ?? 0
  }
}
