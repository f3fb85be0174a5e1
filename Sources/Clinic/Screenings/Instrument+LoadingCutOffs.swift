extension Instrument.CutOff {
  init(_ node: FileNode, citation: String?, within possible: ClosedRange<Int>) throws(InvalidFile) {
    let keys = try node.keys("at_least", "at_most", "sex", "ages", "name", "citation")
    func decides(_ key: String, among sums: ClosedRange<Int>) throws(InvalidFile) -> Int {
      let sum = try keys[key].number(as: Int.self)
      guard sums.contains(sum) else {
        throw try keys[key].refuse("is not a sum that decides anything", remedy: "Use \(sums.listing).")
      }
      return sum
    }
    guard possible.lowerBound < possible.upperBound else {
      throw node.refuse("is a cut-off of one single sum", remedy: "Leave it out.")
    }
    if let atMost = keys[optional: "at_most"] {
      if keys[optional: "at_least"] != nil {
        throw atMost.refuse("stands beside `at_least`", remedy: "Leave out one of the two.")
      }
      bound = .atMost(try decides("at_most", among: possible.lowerBound...possible.upperBound - 1))
    } else {
      bound = .atLeast(try decides("at_least", among: possible.lowerBound + 1...possible.upperBound))
    }
    sex = try keys[optional: "sex"].map { (node) throws(InvalidFile) in
      switch try node.text() {
      case "male": .male
      case "female": .female
      default: throw node.refuse("is not a sex that is known here", remedy: "Write male or female.")
      }
    }
    ages = try Instrument.Ages(keys[optional: "ages"])
    name = try keys[optional: "name"].map { (node) throws(InvalidFile) in try node.text() }
    self.citation = try node.cited(keys, citation)
  }
}

extension Instrument.Change {
  init(reading node: FileNode) throws(InvalidFile) {
    let keys = try node.keys(
      "better", "standard_deviation", "reliability", "reliable", "smallest_important", "citation")
    func quantity(_ key: String) throws(InvalidFile) -> Double? {
      try keys[optional: key].map { (node) throws(InvalidFile) in try node.quantity() }
    }
    better = try keys["better"].code()
    standardDeviation = try quantity("standard_deviation")
    reliability = try quantity("reliability")
    reliable = try quantity("reliable")
    smallestImportant = try quantity("smallest_important")
    citation = try keys[optional: "citation"].map { (node) throws(InvalidFile) in try node.text() }
    if (standardDeviation == nil) != (reliability == nil) {
      throw node.refuse(
        "has only one of `standard_deviation` and `reliability`", remedy: "Give both, or neither.")
    }
    if let reliability, reliability >= 1 {
      throw try keys["reliability"].refuse("is not below 1", remedy: "Write a number like 0.84.")
    }
    if standardDeviation == 0 || reliable == 0 || smallestImportant == 0 {
      throw node.refuse("has a figure of zero", remedy: "Leave out what is not published.")
    }
    if citation == nil, standardDeviation != nil || reliable != nil || smallestImportant != nil {
      throw node.refuse("does not say where its figures are published", remedy: "Add `citation`.")
    }
  }
}
