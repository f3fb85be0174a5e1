extension Instrument.Scale {
  init(_ node: FileNode, slug: String, of items: [Instrument.Item]) throws(InvalidFile) {
    let keys = try node.keys("slug", "items", "citation", "bands", "cut_offs")
    let numbers = try keys.list("items").read { (node) throws(InvalidFile) in try node.item(of: items).number
    }
    let own = items.filter { numbers.isEmpty ? $0.isScored : numbers.contains($0.number) }
    let possible = own.map(\.least).reduce(0, +)...own.map(\.most).reduce(0, +)
    let citation = try keys[optional: "citation"].map { (node) throws(InvalidFile) in try node.text() }
    self.slug = slug
    self.items = Set(own.map(\.number))
    bands = try Self.bands(keys, citation: citation, covering: possible)
    cutOffs = try keys.list("cut_offs").read { (node) throws(InvalidFile) in
      try Instrument.CutOff(node, citation: citation, within: possible)
    }
  }

  private static func bands(
    _ keys: FileKeys, citation: String?, covering possible: ClosedRange<Int>
  ) throws(InvalidFile) -> [Instrument.Band] {
    let nodes = try keys.list("bands")
    var next = possible.lowerBound
    let bands = try nodes.read { (node) throws(InvalidFile) in
      let keys = try node.keys("from", "to", "label", "citation")
      let (from, to) = (try keys["from"].number(as: Int.self), try keys["to"].number(as: Int.self))
      let span = "\(possible.lowerBound) to \(possible.upperBound)"
      if from > next {
        throw node.refuse("leaves a gap from \(next) to \(from - 1)", remedy: "Cover \(span).")
      }
      if from < next { throw node.refuse("overlaps what is below \(next)", remedy: "Begin it at \(next).") }
      if to < from { throw node.refuse("ends before it begins", remedy: "Turn the two round.") }
      if to > possible.upperBound {
        throw node.refuse(
          "goes beyond \(possible.upperBound), the most there can be", remedy: "Cover \(span).")
      }
      next = to + 1
      return Instrument.Band(
        range: from...to, label: try keys["label"].text(), citation: try node.cited(keys, citation))
    }
    if let last = nodes.last, next <= possible.upperBound {
      throw last.refuse(
        "leaves \(next) to \(possible.upperBound) without a band", remedy: "Add a band for the rest.")
    }
    return bands
  }
}

extension Instrument.CutOff {
  fileprivate init(_ node: FileNode, citation: String?, within possible: ClosedRange<Int>) throws(InvalidFile)
  {
    let keys = try node.keys("at_least", "sex", "citation")
    atLeast = try keys["at_least"].number()
    guard possible.lowerBound < atLeast, atLeast <= possible.upperBound else {
      throw try keys["at_least"].refuse(
        "is not a sum that decides anything",
        remedy: "Use \(possible.lowerBound + 1) to \(possible.upperBound).")
    }
    sex = try keys[optional: "sex"].map { (node) throws(InvalidFile) in
      switch try node.text() {
      case "male": .male
      case "female": .female
      default: throw node.refuse("is not a sex that is known here", remedy: "Write male or female.")
      }
    }
    self.citation = try node.cited(keys, citation)
  }
}

extension FileNode {
  /// The citation here, or that of the whole scale; every threshold must say where it comes from.
  fileprivate func cited(_ keys: FileKeys, _ general: String?) throws(InvalidFile) -> String {
    if let own = keys[optional: "citation"] { return try own.text() }
    guard let general else {
      throw refuse("does not say where it is published", remedy: "Add `citation` here or to the scale.")
    }
    return general
  }

  /// The item that the number here names.
  func item(of items: [Instrument.Item]) throws(InvalidFile) -> Instrument.Item {
    let number = try number(as: Int16.self)
    guard let item = items.first(where: { $0.number == number }) else {
      throw refuse("names the item \(number), which is not there", remedy: "Use 1 to \(items.count).")
    }
    return item
  }

  /// A value that `item` can have.
  func value(of item: Instrument.Item) throws(InvalidFile) -> Int16 {
    let value = try number(as: Int16.self)
    guard item.choices.contains(where: { $0.value == value }) else {
      throw refuse(
        "is \(value), which item \(item.number) cannot have",
        remedy: "Use \(item.choices.map { "\($0.value)" }.listing).")
    }
    return value
  }
}
