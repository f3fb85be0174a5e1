/// Looks for items that no answers lead to.
struct SkipCheck {
  let items: [Instrument.Item]
  let skips: [Instrument.Skip]

  /// Refuses the first item that every combination of answers skips; `nodes` are those of the items.
  func refuseUnreachable(_ nodes: [FileNode]) throws(InvalidFile) {
    for (item, node) in zip(items, nodes) where !isReachable(item.number) {
      throw node.refuse("is never asked: the skip rules leave no way to it", remedy: "Change `skips`.")
    }
  }

  private func isReachable(_ number: Int16) -> Bool {
    var deciding: Set<Int16> = []
    var open: Set<Int16> = [number]
    // The items that decide about it, those that decide about these, and so on.
    while let next = open.popFirst() {
      for skip in skips where skip.items.contains(next) {
        open.formUnion(skip.when.items.subtracting(deciding))
        deciding.formUnion(skip.when.items)
      }
    }
    if deciding.isEmpty { return true }
    // Enough for any real form; beyond that a way is taken for granted.
    var budget = 100_000
    var values: [Int16: Int16] = [:]
    return finds(number, by: items.filter { deciding.contains($0.number) }[...], &values, &budget)
  }

  private func finds(
    _ number: Int16, by deciding: ArraySlice<Instrument.Item>, _ values: inout [Int16: Int16],
    _ budget: inout Int
  ) -> Bool {
    guard let item = deciding.first else { return !isSkipped(number, values) }
    let stretches = skips.flatMap { $0.when.alternatives.joined() }.filter { $0.item == item.number }.flatMap(
      \.values)
    let answers = isSkipped(item.number, values) ? [0] : item.samples(of: stretches)
    for answer in answers {
      budget -= 1
      if budget < 0 { return true }
      values[item.number] = answer
      if finds(number, by: deciding.dropFirst(), &values, &budget) { return true }
    }
    values[item.number] = nil
    return false
  }

  private func isSkipped(_ number: Int16, _ values: [Int16: Int16]) -> Bool {
    skips.contains { skip in
      skip.items.contains(number)
        && skip.when.alternatives.contains {
          $0.allSatisfy { clause in values[clause.item].map(clause.accepts) ?? false }
        }
    }
  }
}
