extension Instrument.SubstanceForm {
  init(_ node: FileNode, items: [Instrument.Item], total: Instrument.Scale?) throws(InvalidFile) {
    let keys = try node.keys(
      "slug", "code", "label", "includes", "without", "because", "citation", "bands", "band_sets", "cut_offs",
      "note")
    slug = try keys["slug"].slug()
    code = try keys[optional: "code"].map { (node) throws(InvalidFile) in try node.text() }
    label = try keys["label"].text()
    includes = try keys.list("includes").read { (node) throws(InvalidFile) in try node.slug() }
    let without = Set(
      try keys.list("without").read { (node) throws(InvalidFile) in try node.item(of: items).number })
    self.without = without
    because = try keys[optional: "because"].map { (node) throws(InvalidFile) in try node.text() }
    note = try keys[optional: "note"].map { (node) throws(InvalidFile) in try node.text() }
    if !without.isEmpty, because == nil {
      throw node.refuse("does not say why items are left out", remedy: "Add `because`.")
    }
    let read = try total.map { (total) throws(InvalidFile) in
      try Instrument.Scale(of: node, keys, from: total, items: items, without: without)
    }
    self.total = read
    if let read, read.bandSets.isEmpty, read.cutOffs.isEmpty, note == nil {
      throw node.refuse(
        "has no band and no cut-off, and does not say so", remedy: "Add `note`, or the published figures.")
    }
  }
}

extension Instrument {
  /// The form for a substance, by its slug or by the name of a drug that belongs to it.
  ///
  /// Nil when the instrument is not about one substance and none is named. Throws a refusal that lists the
  /// substances when one is lacking or not known.
  package func form(of substance: String?) throws(InvalidValue) -> SubstanceForm? {
    if substances.isEmpty, substance == nil { return nil }
    let form =
      substances.first { $0.slug == substance }
      ?? substances.first { $0.includes.contains(substance ?? "") }
    if let form { return form }
    let remedy = substances.isEmpty ? "Leave it out." : "Use one of \(substances.map(\.slug).listing)."
    guard let substance else {
      throw InvalidValue(
        "substance-missing", field: "substance",
        problem: "is missing: \(title) is about one substance at a time",
        remedy: remedy)
    }
    throw InvalidValue(
      "unknown-substance", field: "substance", problem: "is not a substance of \(title)",
      value: String(substance.prefix(40)), remedy: remedy)
  }
}
