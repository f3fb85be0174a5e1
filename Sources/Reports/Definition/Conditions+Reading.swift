import Clinic

extension Conditions {
  /// Reads conditions for a population.
  init(_ node: DefinitionNode, of population: Population) throws(InvalidDefinition) {
    let ofEnquiries = ["received", "facility", "substance"]
    let ofTreatment = [
      "stage", "admitted", "facility", "substance", "reason", "sex", "age", "referral", "insurance",
      "payment_source", "diagnosis", "score", "step", "readmission", "consent",
    ]
    let keys =
      population == .enquiries
      ? try node.keys(ofEnquiries) : try node.keys(ofTreatment, formerly: ["payer": "payment_source"])
    self.init()
    stages = try keys["stage"]?.words("stage")
    facilities = try keys["facility"]?.list { (node) throws(InvalidDefinition) in try node.text() }
    reasons = try keys["reason"]?.words("discharge reason")
    sex = try keys["sex"]?.word("sex")
    substance = try keys["substance"].map { (node) throws(InvalidDefinition) in
      try SubstanceCondition(node, of: population)
    }
    age = try keys["age"].map { (node) throws(InvalidDefinition) in try AgeCondition(node) }
    referral = try keys["referral"]?.words("referral source")
    insurance = try keys["insurance"]?.words("insurance")
    paymentSource = try keys["payment_source"]?.words("payment source")
    diagnoses = try keys["diagnosis"]?.list { (node) throws(InvalidDefinition) in try node.diagnosis() }
    score = try keys["score"].map { (node) throws(InvalidDefinition) in try ScoreCondition(node) }
    step = try keys["step"].map { (node) throws(InvalidDefinition) in try StepCondition(node) }
    consent = try keys["consent"]?.list { (node) throws(InvalidDefinition) in try node.consentCategory() }
    if let readmission = keys["readmission"] {
      guard let within = try readmission.keys("within")["within"] else {
        throw readmission.refuse("says no time", remedy: "Write `readmission: {within: 30}`, in days.")
      }
      readmittedWithin = try within.number(in: 0...3_660)
    }
    guard let admitted = keys["admitted"] ?? keys["received"] else { return }
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

  /// The beginning of an ICD-10-CM code: `F19`, `F10.2`.
  fileprivate func diagnosis() throws(InvalidDefinition) -> String {
    let text = try text()
    guard text.wholeMatch(of: /[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?/) != nil else {
      throw refuse(
        "is not the beginning of a diagnosis code", value: text,
        remedy: "Write a code of ICD-10-CM, or its first three characters or more, such as F19 or F10.2.")
    }
    return text
  }

  fileprivate func consentCategory() throws(InvalidDefinition) -> String {
    let text = try text()
    let known = RecordCategory.allCases.map(\.rawValue)
    guard known.contains(text) else { throw refuse(text, asOneOf: known, noun: "part of the record") }
    return text
  }
}

extension SubstanceCondition {
  init(_ node: DefinitionNode, of population: Population) throws(InvalidDefinition) {
    guard node.isMapping else {
      self.init(substance: try node.word("substance"), drug: nil, rank: .primary)
      return
    }
    let keys = try node.keys(
      population == .enquiries ? ["class", "drug"] : ["class", "drug", "route", "rank"])
    self.init(
      substance: try keys["class"]?.word("substance"),
      drug: try keys["drug"].map { (node) throws(InvalidDefinition) in try node.drug() },
      route: try keys["route"]?.word("route"),
      rank: try keys["rank"]?.word("rank") ?? .primary)
    if substance == nil, drug == nil {
      throw node.refuse("names no substance", remedy: "Add `class` or `drug`.")
    }
    if let substance, let drug, drug.rawValue / 100 != substance.rawValue {
      throw node.refuse(
        "names a drug that is of another class", remedy: "Leave `class` out, or name a drug that is of it.")
    }
  }
}

extension AgeCondition {
  init(_ node: DefinitionNode) throws(InvalidDefinition) {
    let keys = try node.keys("from", "to")
    self.init(
      least: try keys["from"]?.number(in: 0...150), most: try keys["to"]?.number(in: 0...150))
    if least == nil, most == nil {
      throw node.refuse("says no age", remedy: "Give the youngest as `from`, the oldest as `to`, or both.")
    }
    if let least, let most, most < least {
      throw node.refuse("ends before it begins", remedy: "Give the youngest as `from`, the oldest as `to`.")
    }
  }
}

extension ScoreCondition {
  init(_ node: DefinitionNode) throws(InvalidDefinition) {
    let keys = try node.keys("instrument", "at", "from", "to")
    guard let name = keys["instrument"] else {
      throw node.refuse("names no instrument", remedy: "Add a line such as `instrument: phq_9`.")
    }
    let text = try name.text()
    let known = (try? InstrumentLibrary.shipped())?.slugs ?? []
    guard known.contains(text) else {
      throw name.refuse(text, asOneOf: known, noun: "instrument")
    }
    self.init(
      instrument: text, at: try keys["at"]?.word("point") ?? .first,
      least: try keys["from"]?.number(in: -1_000...1_000) ?? -1_000,
      most: try keys["to"]?.number(in: -1_000...1_000) ?? 1_000)
    if keys["from"] == nil, keys["to"] == nil {
      throw node.refuse("says no score", remedy: "Give the lowest as `from`, the highest as `to`, or both.")
    }
    if most < least {
      throw node.refuse("ends before it begins", remedy: "Give the lowest as `from`, the highest as `to`.")
    }
  }
}

extension StepCondition {
  init(_ node: DefinitionNode) throws(InvalidDefinition) {
    let keys = try node.keys("from", "to", "within")
    guard let from = keys["from"], let to = keys["to"], let within = keys["within"] else {
      throw node.refuse(
        "is not whole", remedy: "Write `{from: detox, to: residential, within: 7}`, in days.")
    }
    self.init(
      from: try from.word("stage"), to: try to.word("stage"), within: try within.number(in: 0...3_660))
    if self.from == self.to {
      throw to.refuse("is the stage that it begins in", value: self.to.word, remedy: "Name two stages.")
    }
  }
}
