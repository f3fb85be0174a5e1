extension Instrument.Skip {
  init(_ node: FileNode, items: [Instrument.Item]) throws(InvalidFile) {
    let keys = try node.keys("when", "items", "counts_if_answered")
    let when = try Instrument.Condition(keys["when"], items: items)
    self.when = when
    let order = Dictionary(
      items.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
    let last = when.items.compactMap { order[$0] }.max() ?? 0
    let skipped = try keys["items"].list().read { (node) throws(InvalidFile) in
      let item = try node.item(of: items)
      if when.items.contains(item.number) {
        throw node.refuse("skips the item that decides about it", remedy: "Leave it out of one of the two.")
      }
      if order[item.number] ?? 0 < last {
        throw node.refuse(
          "skips item \(item.number), which is asked before item \(items[last].number) decides",
          remedy: "Put item \(items[last].number) before it.")
      }
      return item.number
    }
    if skipped.isEmpty { throw node.refuse("skips nothing", remedy: "Name the items.") }
    self.items = Set(skipped)
    countsIfAnswered =
      try keys[optional: "counts_if_answered"].map { (node) throws(InvalidFile) in try node.flag() } ?? true
  }
}

extension Instrument.Flag {
  init(_ node: FileNode, items: [Instrument.Item], outcomes: [String]) throws(InvalidFile) {
    let keys = try node.keys(
      "slug", "item", "at_least", "when", "only_points_from", "any_points", "triage", "message", "safety")
    slug = try keys["slug"].slug()
    message = try keys["message"].text()
    isSafety = try keys[optional: "safety"].map { (node) throws(InvalidFile) in try node.flag() } ?? false
    if let only = keys[optional: "only_points_from"] {
      rule = .onlyPointsFrom(try only.item(of: items).number)
    } else if let points = keys[optional: "any_points"] {
      let least = Int(try points.number(as: Int16.self))
      guard items.contains(where: { $0.isScored && $0.most >= least }), least > 0 else {
        throw points.refuse(
          "is not a number of points of an item", remedy: "Use points that an item can have.")
      }
      rule = .anyPoints(atLeast: least)
    } else if let triage = keys[optional: "triage"] {
      let outcome = try triage.text()
      guard outcomes.dropLast().contains(outcome) else {
        throw triage.refuse(
          "is not an outcome to flag", remedy: "Use \(outcomes.dropLast().map { $0 }.listing), of `triage`.")
      }
      rule = .triage(outcome)
    } else if let when = keys[optional: "when"] {
      rule = .when(try Instrument.Condition(when, items: items))
    } else {
      let item = try keys["item"].item(of: items)
      let least = try keys["at_least"].value(of: item)
      if item.samples(of: []).allSatisfy({ $0 >= least }) {
        throw try keys["at_least"].refuse("is met by every answer", remedy: "Use a higher value.")
      }
      let clause = Instrument.Condition.Clause(item: item.number, values: [least ... .max])
      rule = .when(Instrument.Condition(alternatives: [[clause]]))
    }
  }
}

extension Instrument.Triage {
  init(_ node: FileNode, items: [Instrument.Item]) throws(InvalidFile) {
    let keys = try node.keys("citation", "outcomes", "otherwise")
    citation = try keys["citation"].text()
    otherwise = try keys["otherwise"].text()
    let nodes = try keys["outcomes"].list()
    outcomes = try nodes.read { (node) throws(InvalidFile) in
      let keys = try node.keys("slug", "when")
      return Outcome(
        slug: try keys["slug"].slug(), when: try Instrument.Condition(keys["when"], items: items))
    }
    try (nodes + [keys["otherwise"]]).refuseRepeated(slugs)
    if outcomes.isEmpty { throw node.refuse("has no outcome", remedy: "Add the outcomes, the worst first.") }
  }
}
