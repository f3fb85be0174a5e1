extension Instrument {
  /// Reads a definition from a YAML file, of which `file` is the name for messages, and checks it.
  package init(file: String, yaml bytes: [UInt8]) throws(InvalidFile) {
    let root = try FileNode(file: file, bytes: bytes)
    let keys = try root.keys(
      "slug", "version", "title", "about", "recall", "licence", "source", "loinc", "choices", "items",
      "total",
      "subscales", "skips", "flags", "algorithms")
    let slug = try keys["slug"].text()
    guard slug.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") }) else {
      throw try keys["slug"].refuse("is not a slug", remedy: "Use small letters, digits and underscores.")
    }
    reference = Reference(slug: slug, version: try keys["version"].text())
    title = try keys["title"].text()
    about = try keys["about"].text()
    recall = try keys["recall"].text()
    licence = try keys["licence"].text()
    source = try keys["source"].text()
    loinc = try keys[optional: "loinc"].map(Loinc.init(reading:))
    var choices: [String: [Choice]] = [:]
    for (name, list) in try keys["choices"].entries() {
      choices[try name.text()] = try Choice.read(list)
    }
    let itemNodes = try keys.list("items")
    let items = try itemNodes.read { (node) throws(InvalidFile) in try Item(node, choices: choices) }
    for (index, node) in itemNodes.enumerated() where Int(items[index].number) != index + 1 {
      throw node.refuse("has the number \(items[index].number)", remedy: "Number the items 1, 2, 3 in order.")
    }
    guard items.contains(where: \.isScored) else {
      throw root.refuse("has no item that is scored", remedy: "Add the items.")
    }
    self.items = items
    total = try Scale(keys["total"], slug: "total", of: items)
    subscales = try keys.list("subscales").read { (node) throws(InvalidFile) in
      try Scale(
        node, slug: node.keys("slug", "items", "citation", "bands", "cut_offs")["slug"].text(), of: items)
    }
    skips = try keys.list("skips").read { (node) throws(InvalidFile) in try Skip(node, items: items) }
    flags = try keys.list("flags").read { (node) throws(InvalidFile) in try Flag(node, items: items) }
    algorithms = try keys.list("algorithms").read { (node) throws(InvalidFile) in
      try SymptomCount(node, items: items)
    }
  }
}

extension Instrument.Loinc {
  fileprivate init(reading node: FileNode) throws(InvalidFile) {
    let keys = try node.keys("panel", "total")
    panel = try keys["panel"].text()
    total = try keys[optional: "total"].map { (node) throws(InvalidFile) in try node.text() }
  }
}

extension Instrument.Choice {
  fileprivate static func read(_ node: FileNode) throws(InvalidFile) -> [Self] {
    let choices = try node.list().read { (node) throws(InvalidFile) in
      let keys = try node.keys("value", "label", "loinc")
      return Self(
        value: try keys["value"].number(), label: try keys["label"].text(),
        loinc: try keys[optional: "loinc"].map { (node) throws(InvalidFile) in try node.text() })
    }
    guard choices.count > 1, zip(choices, choices.dropFirst()).allSatisfy({ $0.value < $1.value }) else {
      throw node.refuse(
        "does not have at least two values that rise", remedy: "Write each value once, least first.")
    }
    return choices
  }
}

extension Instrument.Item {
  fileprivate init(_ node: FileNode, choices: [String: [Instrument.Choice]]) throws(InvalidFile) {
    let keys = try node.keys("number", "question", "label", "choices", "reverse", "scored")
    guard let own = choices[try keys["choices"].text()] else {
      throw try keys["choices"].refuse(
        "is not a set of choices of this file", remedy: "Use one of \(choices.keys.sorted().listing).")
    }
    number = try keys["number"].number()
    question = try keys["question"].text()
    label = try keys["label"].text()
    self.choices = own
    isReversed = try keys[optional: "reverse"].map { (node) throws(InvalidFile) in try node.flag() } ?? false
    isScored = try keys[optional: "scored"].map { (node) throws(InvalidFile) in try node.flag() } ?? true
  }
}
