extension Instrument.Algorithm {
  init(_ node: FileNode, items: [Instrument.Item]) throws(InvalidFile) {
    let keys = try node.keys(
      "slug", "citation", "thresholds", "core", "outcomes", "threshold", "clusters", "outcome", "otherwise")
    slug = try keys["slug"].slug()
    citation = try keys["citation"].text()
    rule =
      keys[optional: "clusters"] == nil
      ? .symptoms(try Instrument.SymptomCount(keys, items: items))
      : .clusters(try Instrument.ClusterCount(keys, items: items))
  }
}

extension Instrument.SymptomCount {
  fileprivate init(_ keys: FileKeys, items: [Instrument.Item]) throws(InvalidFile) {
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

extension Instrument.ClusterCount {
  fileprivate init(_ keys: FileKeys, items: [Instrument.Item]) throws(InvalidFile) {
    outcome = try keys["outcome"].text()
    otherwise = try keys["otherwise"].text()
    let least = try keys["threshold"].number(as: Int16.self)
    threshold = least
    let nodes = try keys["clusters"].list()
    clusters = try nodes.read { (node) throws(InvalidFile) in
      let keys = try node.keys("slug", "items", "needed")
      let own = try keys["items"].list().read { (node) throws(InvalidFile) in
        let item = try node.item(of: items)
        if !item.allows(least) {
          throw node.refuse(
            "has no answer \(least), the threshold", remedy: "Use \(item.allowed) as `threshold`.")
        }
        return item.number
      }
      let needed = try keys["needed"].number(as: Int.self)
      guard (1...max(1, own.count)).contains(needed), !own.isEmpty else {
        throw try keys["needed"].refuse("is not a number of symptoms of it", remedy: "Use 1 to \(own.count).")
      }
      return Cluster(slug: try keys["slug"].slug(), items: own, needed: needed)
    }
    try nodes.refuseRepeated(clusters.map(\.slug))
  }
}
