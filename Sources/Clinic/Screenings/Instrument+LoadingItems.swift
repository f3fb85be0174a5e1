extension Instrument.Item {
  /// The items of a definition, each number and each question once.
  static func read(_ keys: FileKeys, in languages: [String]) throws(InvalidFile) -> [Self] {
    var choices: [String: [Instrument.Choice]] = [:]
    for (name, list) in try keys[optional: "choices"]?.entries() ?? [] {
      choices[try name.text()] = try Instrument.Choice.read(list, in: languages)
    }
    let nodes = try keys["items"].list()
    var items: [Self] = []
    for node in nodes {
      let item = try Self(node, choices: choices, earlier: items, in: languages)
      if items.contains(where: { $0.number == item.number }) {
        throw node.refuse("has the number \(item.number), which is taken", remedy: "Use each number once.")
      }
      if let same = items.first(where: { $0.question == item.question }) {
        throw node.refuse(
          "asks the question of item \(same.number) again", remedy: "Give each item a question of its own.")
      }
      items.append(item)
    }
    return items
  }

  private init(
    _ node: FileNode, choices: [String: [Instrument.Choice]], earlier: [Self], in languages: [String]
  ) throws(InvalidFile) {
    let keys = try node.keys(
      "number", "code", "question", "label", "choices", "measure", "points", "reverse", "scored", "required")
    func flag(_ key: String) throws(InvalidFile) -> Bool? {
      try keys[optional: key].map { (node) throws(InvalidFile) in try node.flag() }
    }
    number = try keys["number"].number()
    guard (1...99).contains(number) else {
      throw try keys["number"].refuse("is not a number of an item", remedy: "Use 1 to 99.")
    }
    code = try keys[optional: "code"].map { (node) throws(InvalidFile) in try node.text() }
    question = try keys["question"].text()
    (label, labels) = try keys["label"].label(in: languages)
    isReversed = try flag("reverse") ?? false
    isScored = try flag("scored") ?? true
    isRequired = try flag("required") ?? isScored
    let measure = try keys[optional: "measure"].map(Instrument.Measure.init(reading:))
    self.measure = measure
    if let measure {
      self.choices = []
      pointTables = try keys.list("points").read { (node) throws(InvalidFile) in
        try Instrument.PointTable(node, covering: measure, items: earlier)
      }
      try keys.list("points").refuseUnordered(pointTables)
      if isReversed { throw node.refuse("turns a number round", remedy: "Give it `points` instead.") }
      let points = pointTables.flatMap(\.rows).map(\.points)
      pointRange =
        (points.min() ?? Int(measure.range.lowerBound))...(points.max() ?? Int(measure.range.upperBound))
      return
    }
    guard let own = choices[try keys["choices"].text()] else {
      throw try keys["choices"].refuse(
        "is not a set of choices of this file", remedy: "Use one of \(choices.keys.sorted().listing).")
    }
    self.choices = own
    pointTables = []
    if let points = keys[optional: "points"] {
      throw points.refuse("stands at an item with choices", remedy: "Give the choices their points.")
    }
    if isReversed, own.contains(where: { $0.points != Int($0.value) }) {
      throw node.refuse(
        "turns choices round that have points of their own", remedy: "Leave out one of the two.")
    }
    let points = own.map(\.points)
    pointRange = (points.min() ?? 0)...(points.max() ?? 0)
  }
}

extension Instrument.Choice {
  fileprivate static func read(_ node: FileNode, in languages: [String]) throws(InvalidFile) -> [Self] {
    let choices = try node.list().read { (node) throws(InvalidFile) in
      let keys = try node.keys("value", "label", "points", "loinc")
      let value = try keys["value"].number(as: Int16.self)
      let label = try keys["label"].label(in: languages)
      return Self(
        value: value, label: label.first, labels: label.all,
        points: try keys[optional: "points"].map { (node) throws(InvalidFile) in
          Int(try node.number(as: Int16.self))
        }
          ?? Int(value),
        loinc: try keys[optional: "loinc"].map { (node) throws(InvalidFile) in try node.text() })
    }
    guard choices.count > 1, zip(choices, choices.dropFirst()).allSatisfy({ $0.value < $1.value }) else {
      throw node.refuse(
        "does not have at least two values that rise", remedy: "Write each value once, least first.")
    }
    return choices
  }
}
