extension Instrument.BandSet {
  /// The sets of a scale: those of `band_sets`, or one that is called `published` with the bands of `bands`.
  static func read(
    _ keys: FileKeys, citation: String?, covering possible: ClosedRange<Int>
  ) throws(InvalidFile) -> [Self] {
    let nodes = try keys.list("band_sets")
    let sets = try nodes.read { (node) throws(InvalidFile) in
      let keys = try node.keys("slug", "citation", "validity", "bands")
      let own =
        try keys[optional: "citation"].map { (node) throws(InvalidFile) in try node.text() } ?? citation
      let bands = try Instrument.Band.read(try keys["bands"].list(), citation: own, covering: possible)
      return Self(
        slug: try keys["slug"].slug(), citation: own ?? bands.first?.citation ?? "",
        validity: try keys[optional: "validity"].map { (node) throws(InvalidFile) in try node.text() },
        bands: bands)
    }
    try nodes.refuseRepeated(sets.map(\.slug))
    guard let node = keys[optional: "bands"] else { return sets }
    if !sets.isEmpty {
      throw node.refuse("stands beside `band_sets`", remedy: "Move it into `band_sets`, with a slug.")
    }
    let bands = try Instrument.Band.read(try node.list(), citation: citation, covering: possible)
    return [
      Self(slug: "published", citation: citation ?? bands.first?.citation ?? "", validity: nil, bands: bands)
    ]
  }
}

extension Instrument.Band {
  fileprivate static func read(
    _ nodes: [FileNode], citation: String?, covering possible: ClosedRange<Int>
  ) throws(InvalidFile) -> [Self] {
    var next = possible.lowerBound
    let bands = try nodes.read { (node) throws(InvalidFile) in
      let keys = try node.keys("from", "to", "label", "citation")
      let (from, to) = (try keys["from"].number(as: Int.self), try keys["to"].number(as: Int.self))
      if from > next {
        throw node.refuse("leaves a gap from \(next) to \(from - 1)", remedy: "Cover \(possible.listing).")
      }
      if from < next { throw node.refuse("overlaps what is below \(next)", remedy: "Begin it at \(next).") }
      if to < from { throw node.refuse("ends before it begins", remedy: "Turn the two round.") }
      if to > possible.upperBound {
        throw node.refuse(
          "goes beyond \(possible.upperBound), the most there can be", remedy: "Cover \(possible.listing).")
      }
      next = to + 1
      return Self(range: from...to, label: try keys["label"].text(), citation: try node.cited(keys, citation))
    }
    if let last = nodes.last, next <= possible.upperBound {
      throw last.refuse(
        "leaves \(next) to \(possible.upperBound) without a band", remedy: "Add a band for the rest.")
    }
    return bands
  }
}

extension [Instrument.Band] {
  /// Whether each of these sums has a band.
  func cover(_ sums: ClosedRange<Int>) -> Bool {
    sums.allSatisfy { sum in contains { $0.range.contains(sum) } }
  }
}

extension FileNode {
  /// The citation here, or that of the whole scale; every threshold must say where it comes from.
  func cited(_ keys: FileKeys, _ general: String?) throws(InvalidFile) -> String {
    if let own = keys[optional: "citation"] { return try own.text() }
    guard let general else {
      throw refuse("does not say where it is published", remedy: "Add `citation` here or to the scale.")
    }
    return general
  }
}
