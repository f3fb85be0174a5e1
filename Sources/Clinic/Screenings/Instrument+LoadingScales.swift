extension Instrument.Scale {
  /// The total: of the items that are named, or of all that are scored.
  init(total node: FileNode, of items: [Instrument.Item]) throws(InvalidFile) {
    let keys = try node.keys("items", "citation", "bands", "band_sets", "cut_offs", "change")
    try self.init(node, keys, slug: "total", title: nil, of: items)
  }

  /// A subscale, which must name its items.
  init(subscale node: FileNode, of items: [Instrument.Item]) throws(InvalidFile) {
    let keys = try node.keys(
      "slug", "title", "items", "citation", "bands", "band_sets", "cut_offs", "change")
    _ = try keys["items"]
    let slug = try keys["slug"].slug()
    if slug == "total" { throw try keys["slug"].refuse("is the name of the whole", remedy: "Use another.") }
    let title = try keys[optional: "title"].map { (node) throws(InvalidFile) in try node.text() }
    try self.init(node, keys, slug: slug, title: title, of: items)
  }

  /// The total as it is read for one substance, without the items that are not asked of it.
  init(
    of substance: FileNode, _ keys: FileKeys, from total: Self, items: [Instrument.Item], without: Set<Int16>
  ) throws(InvalidFile) {
    let own = items.filter { total.items.contains($0.number) && !without.contains($0.number) }
    let possible = own.possibleSums
    let citation = try keys[optional: "citation"].map { (node) throws(InvalidFile) in try node.text() }
    let sets = try Instrument.BandSet.read(keys, citation: citation, covering: possible)
    let inherited = sets.isEmpty ? total.bandSets : sets
    for set in inherited where !set.bands.cover(possible) {
      throw substance.refuse(
        "leaves sums without a band of \(set.slug)", remedy: "Give it bands from \(possible.listing).")
    }
    let particular = try keys.list("cut_offs").read { (node) throws(InvalidFile) in
      try Instrument.CutOff(node, citation: citation, within: possible)
    }
    self.init(
      slug: total.slug, title: total.title, items: Set(own.map(\.number)), bandSets: inherited,
      cutOffs: particular.isEmpty ? total.cutOffs : particular, change: total.change)
  }

  private init(
    _ node: FileNode, _ keys: FileKeys, slug: String, title: String?, of items: [Instrument.Item]
  ) throws(InvalidFile) {
    let named = try keys.list("items").read { (node) throws(InvalidFile) in try node.item(of: items).number }
    let own = items.filter { named.isEmpty ? $0.isScored : named.contains($0.number) }
    if Set(named).count < named.count {
      throw node.refuse("adds an item twice", remedy: "Name each item once.")
    }
    if own.isEmpty { throw node.refuse("has no item that is scored", remedy: "Add the items.") }
    if let decimal = own.first(where: { $0.measure?.decimals ?? 0 > 0 && $0.pointTables.isEmpty }) {
      throw node.refuse(
        "adds item \(decimal.number), which has decimal places", remedy: "Give that item `points`.")
    }
    let possible = own.possibleSums
    let citation = try keys[optional: "citation"].map { (node) throws(InvalidFile) in try node.text() }
    self.slug = slug
    self.title = title
    self.items = Set(own.map(\.number))
    bandSets = try Instrument.BandSet.read(keys, citation: citation, covering: possible)
    cutOffs = try keys.list("cut_offs").read { (node) throws(InvalidFile) in
      try Instrument.CutOff(node, citation: citation, within: possible)
    }
    change = try keys[optional: "change"].map(Instrument.Change.init(reading:))
  }
}

extension [Instrument.Item] {
  /// The sums that complete answers can have.
  var possibleSums: ClosedRange<Int> { map(\.least).reduce(0, +)...map(\.most).reduce(0, +) }
}

extension ClosedRange<Int> {
  /// "0 to 40".
  var listing: String { "\(lowerBound) to \(upperBound)" }
}
