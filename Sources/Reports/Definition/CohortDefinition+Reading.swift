import Clinic

extension CohortDefinition {
  /// Reads a definition from YAML, of which `file` is the name for messages.
  ///
  /// Throws ``InvalidDefinition``, with line and column, at the first thing that is wrong. Nothing is read
  /// leniently: a key or word that is not known is refused.
  package init(yaml: String, file: String = "definition") throws(InvalidDefinition) {
    let root = try DefinitionNode(yaml: yaml, file: file)
    let keys = try root.keys("name", "title", "population", "conditions", "groups", "measures")
    func required(_ key: String, _ example: String) throws(InvalidDefinition) -> DefinitionNode {
      guard let node = keys[key] else {
        throw root.refuse("lacks the key `\(key)`", remedy: "Add a line such as `\(key): \(example)`.")
      }
      return node
    }
    name = try required("name", "ketamine_admissions").identifier()
    title = try required("title", "People who name ketamine").text()
    population = try required("population", "stays").word("population")
    conditions =
      try keys["conditions"].map { (node) throws(InvalidDefinition) in try Conditions(node) } ?? Conditions()
    let groups = try keys["groups"]?.keys("by", "each")
    by = try groups?["by"]?.word("grouping")
    each = try groups?["each"]?.word("grouping")
    if let by, by == each, let node = groups?["each"] {
      throw node.refuse("is the same as `by`", value: by.word, remedy: "Leave one of the two out.")
    }
    measures = try required("measures", "[counts]").measures()
  }

  /// Reads a definition from the bytes of a file.
  ///
  /// - Throws: ``InvalidDefinition``, also when the bytes are not UTF-8.
  package init(bytes: [UInt8], file: String) throws(InvalidDefinition) {
    guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
      throw InvalidDefinition(
        file: file, line: 1, column: 1, field: nil, problem: "is not text in UTF-8", value: nil,
        remedy: "Save the file as UTF-8.")
    }
    try self.init(yaml: text, file: file)
  }
}

extension DefinitionNode {
  fileprivate func identifier() throws(InvalidDefinition) -> String {
    let text = try text()
    let isPlain = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    guard isPlain, text.count <= 60 else {
      throw refuse(
        "is not a name", value: text, remedy: "Use at most 60 letters a to z, digits and underscores.")
    }
    return text
  }
}

extension Conditions {
  init(_ node: DefinitionNode) throws(InvalidDefinition) {
    let keys = try node.keys("stage", "admitted", "facility", "substance", "reason", "sex")
    self.init()
    stages = try keys["stage"]?.words("stage")
    facilities = try keys["facility"]?.list { (node) throws(InvalidDefinition) in try node.text() }
    reasons = try keys["reason"]?.words("discharge reason")
    sex = try keys["sex"]?.word("sex")
    substance = try keys["substance"].map { (node) throws(InvalidDefinition) in try SubstanceCondition(node) }
    guard let admitted = keys["admitted"] else { return }
    let days = try admitted.keys("from", "to")
    admittedFrom = try days["from"]?.day()
    admittedTo = try days["to"]?.day()
    if let from = admittedFrom, let to = admittedTo, to < from {
      throw admitted.refuse(
        "ends before it begins", remedy: "Give the earlier day as `from`, the later as `to`.")
    }
  }
}

extension DefinitionNode {
  fileprivate func words<Meaning: Vocabulary>(_ noun: String) throws(InvalidDefinition) -> [Meaning] {
    try list { (node) throws(InvalidDefinition) in try node.word(noun) }
  }
}

extension SubstanceCondition {
  init(_ node: DefinitionNode) throws(InvalidDefinition) {
    guard node.isMapping else {
      self.init(substance: try node.word("substance"), drug: nil, rank: .primary)
      return
    }
    let keys = try node.keys("class", "drug", "rank")
    self.init(
      substance: try keys["class"]?.word("substance"),
      drug: try keys["drug"].map { (node) throws(InvalidDefinition) in try node.drug() },
      rank: try keys["rank"]?.word("rank") ?? .primary)
    if substance == nil, drug == nil {
      throw node.refuse("names no substance", remedy: "Add `class` or `drug`.")
    }
  }
}

extension DefinitionNode {
  /// A detailed drug by its name or by its code, which must be in use.
  fileprivate func drug() throws(InvalidDefinition) -> DetailedDrug {
    let text = try text()
    let entries = ((try? DrugCatalogue.shipped())?.entries ?? []).filter { $0.recodedTo == nil }
    let code = Int16(text).map { DetailedDrug(rawValue: $0) }
    guard let entry = entries.first(where: { $0.drug == code || $0.name == text }) else {
      throw refuse(text, asOneOf: entries.map(\.name), noun: "drug")
    }
    return entry.drug
  }
}
