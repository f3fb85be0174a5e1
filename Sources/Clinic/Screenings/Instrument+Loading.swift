extension Instrument {
  /// Reads a definition from a YAML file, of which `file` is the name for messages, and checks it.
  package init(file: String, yaml bytes: [UInt8]) throws(InvalidFile) {
    let root = try FileNode(file: file, bytes: bytes)
    let keys = try root.keys(
      "slug", "version", "title", "about", "recall", "licence", "wording", "source", "loinc", "languages",
      "administered_by", "repeat", "population", "ages", "strict", "excludes", "retired", "choices", "items",
      "total", "subscales",
      "substances", "skips", "flags", "algorithms", "triage")
    reference = Reference(slug: try keys["slug"].slug(), version: try keys["version"].text())
    title = try keys["title"].text()
    about = try keys["about"].text()
    recall = try keys["recall"].text()
    terms = Terms(
      licence: try keys["licence"].text(), wording: try keys["wording"].code(),
      source: try keys["source"].text())
    loinc = try keys[optional: "loinc"].map(Loinc.init(reading:))
    let languages = try keys["languages"].languages()
    self.languages = languages
    administrators = try keys["administered_by"].list().read { (node) throws(InvalidFile) in
      try node.code()
    }
    repeatAfterHours = try keys[optional: "repeat"].map { (node) throws(InvalidFile) in try node.hours() }
    population = Population(
      description: try keys[optional: "population"].map { (node) throws(InvalidFile) in try node.text() },
      ages: try Ages(keys[optional: "ages"]),
      isStrict: try keys[optional: "strict"].map { (node) throws(InvalidFile) in try node.flag() } ?? false,
      excludesPregnancy: try keys.list("excludes").read { (node) throws(InvalidFile) in
        try node.code() as Instrument.Exclusion
      }.contains(.pregnancy))
    retirement = try keys[optional: "retired"].map(Retirement.init(reading:))

    let items = try Item.read(keys, in: languages)
    self.items = items
    let total = try keys[optional: "total"].map { (node) throws(InvalidFile) in
      try Scale(total: node, of: items)
    }
    self.total = total
    let subscales = try keys.list("subscales").read { (node) throws(InvalidFile) in
      try Scale(subscale: node, of: items)
    }
    try keys.list("subscales").refuseRepeated(subscales.map(\.slug))
    self.subscales = subscales
    let substances = try keys.list("substances").read { (node) throws(InvalidFile) in
      try SubstanceForm(node, items: items, total: total)
    }
    try keys.list("substances").refuseRepeated(substances.map(\.slug))
    self.substances = substances
    let skips = try keys.list("skips").read { (node) throws(InvalidFile) in try Skip(node, items: items) }
    self.skips = skips
    triage = try keys[optional: "triage"].map { (node) throws(InvalidFile) in try Triage(node, items: items) }
    let outcomes = triage?.slugs ?? []
    flags = try keys.list("flags").read { (node) throws(InvalidFile) in
      try Flag(node, items: items, outcomes: outcomes)
    }
    try keys.list("flags").refuseRepeated(flags.map(\.slug))
    algorithms = try keys.list("algorithms").read { (node) throws(InvalidFile) in
      try Algorithm(node, items: items)
    }
    try keys.list("algorithms").refuseRepeated(algorithms.map(\.slug))
    if total == nil, subscales.isEmpty, triage == nil, algorithms.isEmpty, flags.isEmpty {
      throw root.refuse(
        "says nothing about the answers", remedy: "Add `total`, `subscales`, `triage` or `flags`.")
    }
    try SkipCheck(items: items, skips: skips).refuseUnreachable(try keys["items"].list())
    plan = ScoringPlan(
      items: items, skips: skips, scales: (total.map { [$0] } ?? []) + subscales, hasTotal: total != nil,
      algorithms: algorithms)
  }
}

extension Instrument.Loinc {
  fileprivate init(reading node: FileNode) throws(InvalidFile) {
    let keys = try node.keys("panel", "total")
    panel = try keys["panel"].text()
    total = try keys[optional: "total"].map { (node) throws(InvalidFile) in try node.text() }
  }
}

extension Instrument.Retirement {
  fileprivate init(reading node: FileNode) throws(InvalidFile) {
    let keys = try node.keys("on", "instead")
    let text = try keys["on"].text()
    do {
      on = try Day(text)
    } catch {
      throw try keys["on"].refuse("is not a day of the calendar", remedy: error.remedy)
    }
    instead = try keys[optional: "instead"].map { (node) throws(InvalidFile) in try node.slug() }
  }
}

extension Instrument.Ages {
  /// Every age where nothing is written.
  init(_ node: FileNode?) throws(InvalidFile) {
    let keys = try node?.keys("from", "to")
    from = try keys?[optional: "from"].map { (node) throws(InvalidFile) in try node.number() }
    to = try keys?[optional: "to"].map { (node) throws(InvalidFile) in try node.number() }
    if let node, from ?? 0 > to ?? 150 || from == nil && to == nil {
      throw node.refuse(
        "is not a stretch of ages", remedy: "Write `from`, `to` or both, the lower one first.")
    }
  }
}
