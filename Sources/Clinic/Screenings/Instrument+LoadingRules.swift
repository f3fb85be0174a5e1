extension Instrument.Skip {
  init(_ node: FileNode, items: [Instrument.Item]) throws(InvalidFile) {
    let keys = try node.keys("when", "items")
    when = try keys["when"].valuesByItem(of: items)
    let triggers = when
    self.items = Set(
      try keys["items"].list().read { (node) throws(InvalidFile) in
        let item = try node.item(of: items)
        if triggers[item.number] != nil {
          throw node.refuse("skips the item that decides about it", remedy: "Leave it out of one of the two.")
        }
        return item.number
      })
  }
}

extension Instrument.Flag {
  init(_ node: FileNode, items: [Instrument.Item]) throws(InvalidFile) {
    let keys = try node.keys("slug", "item", "at_least", "only_points_from", "message", "safety")
    slug = try keys["slug"].text()
    message = try keys["message"].text()
    isSafety = try keys[optional: "safety"].map { (node) throws(InvalidFile) in try node.flag() } ?? false
    if let only = keys[optional: "only_points_from"] {
      rule = .onlyPointsFrom(try only.item(of: items).number)
    } else {
      let item = try keys["item"].item(of: items)
      rule = .item(item.number, atLeast: try keys["at_least"].value(of: item))
    }
  }
}

extension Instrument.SymptomCount {
  init(_ node: FileNode, items: [Instrument.Item]) throws(InvalidFile) {
    let keys = try node.keys("slug", "citation", "thresholds", "core", "outcomes", "otherwise")
    slug = try keys["slug"].text()
    citation = try keys["citation"].text()
    otherwise = try keys["otherwise"].text()
    let thresholds = try keys["thresholds"].valuesByItem(of: items)
    self.thresholds = thresholds
    core = Set(
      try keys["core"].list().read { (node) throws(InvalidFile) in
        let item = try node.item(of: items)
        if thresholds[item.number] == nil {
          throw node.refuse("is a core item without a threshold", remedy: "Add it to `thresholds`.")
        }
        return item.number
      })
    var last = 0
    outcomes = try keys["outcomes"].list().read { (node) throws(InvalidFile) in
      let keys = try node.keys("from", "to", "slug")
      let (from, to) = (try keys["from"].number(as: Int.self), try keys["to"].number(as: Int.self))
      guard last < from, from <= to, to <= thresholds.count else {
        throw node.refuse(
          "is not a stretch of counts after \(last)", remedy: "Use rising counts up to \(thresholds.count).")
      }
      last = to
      return Outcome(count: from...to, slug: try keys["slug"].text())
    }
  }
}

extension FileNode {
  /// A mapping from item to one of its values.
  fileprivate func valuesByItem(of items: [Instrument.Item]) throws(InvalidFile) -> [Int16: Int16] {
    var values: [Int16: Int16] = [:]
    for (key, value) in try entries() {
      let item = try key.item(of: items)
      values[item.number] = try value.value(of: item)
    }
    return values
  }
}
