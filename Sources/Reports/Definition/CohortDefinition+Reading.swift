import Clinic

extension CohortDefinition {
  /// Reads a definition from YAML, of which `file` is the name for messages.
  ///
  /// Throws ``InvalidDefinition``, with line and column, at the first thing that is wrong. Nothing is read
  /// leniently: a key or word that is not known is refused.
  package init(yaml: String, file: String = "definition") throws(InvalidDefinition) {
    let root = try DefinitionNode(yaml: yaml, file: file)
    try root.checkEdition()
    let keys = try root.keys(
      "edition", "name", "title", "population", "conditions", "except", "groups", "measures")
    func required(_ key: String, _ example: String) throws(InvalidDefinition) -> DefinitionNode {
      guard let node = keys[key] else {
        throw root.refuse("lacks the key `\(key)`", remedy: "Add a line such as `\(key): \(example)`.")
      }
      return node
    }
    name = try required("name", "ketamine_admissions").identifier()
    title = try required("title", "People who name ketamine").text()
    let population: Population = try required("population", "stays").word("population")
    self.population = population
    func conditions(_ key: String) throws(InvalidDefinition) -> Conditions {
      guard let node = keys[key] else { return Conditions() }
      return try Conditions(node, of: population)
    }
    self.conditions = try conditions("conditions")
    exceptions = try conditions("except")
    let groups = try keys["groups"]?.keys("by", "each")
    by = try groups?["by"]?.grouping(of: population)
    each = try groups?["each"]?.grouping(of: population)
    if let by, by.present == each?.present, let node = groups?["each"] {
      throw node.refuse("is the same as `by`", value: by.word, remedy: "Leave one of the two out.")
    }
    measures = try required("measures", "[counts]").measures(of: population)
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
  /// Refuses a definition that was written for a later edition, before anything in it is called a mistake.
  fileprivate func checkEdition() throws(InvalidDefinition) {
    guard let node = value(of: "edition") else { return }
    let edition = try node.number(in: 1...1_000_000)
    if edition > CohortDefinition.edition {
      throw node.refuse(
        "is an edition of definitions that this version does not know", value: "\(edition)",
        remedy: "Update Stepwell, or write the definition for edition \(CohortDefinition.edition).")
    }
  }

  fileprivate func grouping(of population: Population) throws(InvalidDefinition) -> Grouping {
    let grouping: Grouping = try word("grouping")
    guard grouping.fits(population) else {
      let others = Grouping.words.filter { $0.meaning.fits(population) }.map(\.word)
      throw refuse(
        "does not tell \(population.rawValue) apart", value: grouping.word,
        remedy: "Use one of \(others.joined(separator: ", ")).")
    }
    return grouping
  }

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
