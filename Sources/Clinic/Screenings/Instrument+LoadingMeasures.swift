extension Instrument.Measure {
  init(reading node: FileNode) throws(InvalidFile) {
    let keys = try node.keys("from", "to", "unit", "decimals", "usual", "advice")
    let places =
      try keys[optional: "decimals"].map { (node) throws(InvalidFile) in try node.number(as: Int.self) } ?? 0
    guard (0...3).contains(places) else {
      throw try keys["decimals"].refuse("is not a number of decimal places", remedy: "Use 0 to 3.")
    }
    let (from, to) = (try keys["from"].decimal(places: places), try keys["to"].decimal(places: places))
    guard from < to else { throw node.refuse("ends before it begins", remedy: "Turn the two round.") }
    decimals = places
    range = from...to
    unit = try keys["unit"].text()
    advice = try keys[optional: "advice"].map { (node) throws(InvalidFile) in try node.text() }
    guard let node = keys[optional: "usual"] else {
      usual = from...to
      return
    }
    let usually = try node.keys("from", "to")
    let (least, most) = (
      try usually["from"].decimal(places: places), try usually["to"].decimal(places: places)
    )
    guard from <= least, least <= most, most <= to else {
      throw node.refuse("is not inside what can be", remedy: "Keep to the range of the measure.")
    }
    usual = least...most
  }
}

extension Instrument.PointTable {
  init(_ node: FileNode, covering measure: Instrument.Measure, items: [Instrument.Item]) throws(InvalidFile) {
    let keys = try node.keys("when", "rows")
    when = try keys[optional: "when"].map { (node) throws(InvalidFile) in
      try Instrument.Condition(node, items: items)
    }
    var next = Int(measure.range.lowerBound)
    let end = Int(measure.range.upperBound)
    func show(_ value: Int) -> String { measure.text(Int16(clamping: value)) }
    let nodes = try keys["rows"].list()
    rows = try nodes.read { (node) throws(InvalidFile) in
      let keys = try node.keys("from", "to", "points")
      func bound(_ key: String, _ usual: Int16) throws(InvalidFile) -> Int16 {
        try keys[optional: key].map { (node) throws(InvalidFile) in try node.decimal(places: measure.decimals)
        } ?? usual
      }
      let (from, to) = (
        try bound("from", measure.range.lowerBound), try bound("to", measure.range.upperBound)
      )
      if Int(from) > next {
        throw node.refuse(
          "leaves a gap from \(show(next)) to \(show(Int(from) - 1))", remedy: "Close the gap.")
      }
      if Int(from) < next {
        throw node.refuse("overlaps what is below \(show(next))", remedy: "Begin it there.")
      }
      if to < from { throw node.refuse("ends before it begins", remedy: "Turn the two round.") }
      if Int(to) > end {
        throw node.refuse("goes beyond \(show(end))", remedy: "Keep to the range of the measure.")
      }
      next = Int(to) + 1
      return Row(range: from...to, points: Int(try keys["points"].number(as: Int16.self)))
    }
    if next <= end {
      throw node.refuse(
        "leaves \(show(next)) to \(show(end)) without points", remedy: "Add a row for the rest.")
    }
  }
}

extension [FileNode] {
  /// Refuses tables of which one could never count, or of which none may count.
  func refuseUnordered(_ tables: [Instrument.PointTable]) throws(InvalidFile) {
    for (node, table) in zip(self.dropLast(), tables) where table.when == nil {
      throw node.refuse("hides the tables after it", remedy: "Put the table without `when` last.")
    }
    if let last, tables.last?.when != nil {
      throw last.refuse("may leave no table that counts", remedy: "Leave `when` out of the last table.")
    }
  }
}
