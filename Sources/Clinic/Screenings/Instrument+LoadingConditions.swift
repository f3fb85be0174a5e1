extension Instrument.Condition {
  /// Reads `{ 1: 0, 2: { at_least: 3 } }`, or a list of such mappings of which one must be met.
  init(_ node: FileNode, items: [Instrument.Item]) throws(InvalidFile) {
    alternatives = try node.list().read { (node) throws(InvalidFile) in
      var clauses: [Clause] = []
      for (key, value) in try node.entries() {
        clauses.append(try Clause(item: key.item(of: items), value))
      }
      if clauses.isEmpty { throw node.refuse("is always met", remedy: "Name the items that decide.") }
      return clauses
    }
    if alternatives.isEmpty { throw node.refuse("is never met", remedy: "Name the items that decide.") }
  }
}

extension Instrument.Condition.Clause {
  /// Reads one value, a list of values, or `{ at_least: …, at_most: … }`.
  fileprivate init(item: Instrument.Item, _ node: FileNode) throws(InvalidFile) {
    self.item = item.number
    if node.isMapping {
      let keys = try node.keys("at_least", "at_most")
      let places = item.measure?.decimals ?? 0
      func bound(_ key: String, _ usual: Int16) throws(InvalidFile) -> Int16 {
        try keys[optional: key].map { (node) throws(InvalidFile) in try node.decimal(places: places) }
          ?? usual
      }
      let (from, to) = (try bound("at_least", .min), try bound("at_most", .max))
      values = from <= to ? [from...to] : []
    } else {
      values = try node.list().read { (node) throws(InvalidFile) in
        let value = try node.value(of: item)
        return value...value
      }
    }
    let accepted = item.samples(of: values).filter(accepts)
    if accepted.isEmpty {
      throw node.refuse(
        "is met by no answer to item \(item.number)", remedy: "Use values among \(item.allowed).")
    }
    if accepted.count == item.samples(of: values).count {
      throw node.refuse(
        "is met by every answer to item \(item.number)", remedy: "Leave some of \(item.allowed) out.")
    }
  }
}

extension Instrument.Item {
  /// Answers that stand for all: every choice, or the edges of these stretches and of what can be.
  func samples(of stretches: [ClosedRange<Int16>]) -> [Int16] {
    guard let range = measure?.range else { return choices.map(\.value) }
    let edges = stretches.flatMap { stretch in
      [
        Int(stretch.lowerBound) - 1, Int(stretch.lowerBound), Int(stretch.upperBound),
        Int(stretch.upperBound) + 1,
      ]
    }
    let all = edges.filter { Int(range.lowerBound)...Int(range.upperBound) ~= $0 }.map { Int16($0) }
    return Set(all + [range.lowerBound, range.upperBound]).sorted()
  }
}
