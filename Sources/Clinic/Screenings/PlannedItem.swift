/// What scoring needs of an item.
struct PlannedItem: Hashable, Sendable {
  let isRequired: Bool
  /// What it may add when it is missing; zero is in it where the item may turn out to be skipped.
  let whenMissing: ClosedRange<Int>
  private let range: ClosedRange<Int16>
  /// The points of each value from the least on, `Int.min` for what is no value; empty for numbers.
  private let points: [Int]
  /// The tables of points, where a number is not its own.
  let tables: [Instrument.PointTable]

  init(_ item: Instrument.Item, canBeSkipped: Bool) {
    isRequired = item.isRequired
    let zero = canBeSkipped ? 0 : item.least
    whenMissing = min(item.least, zero)...max(item.most, zero)
    tables = item.pointTables
    if let measure = item.measure {
      range = measure.range
      points = []
    } else {
      let values = item.choices.map(\.value)
      let all = (values.first ?? 0)...(values.last ?? 0)
      range = all
      points = all.map { item.allows($0) ? item.points($0) : .min }
    }
  }

  /// Whether `value` can be an answer.
  func allows(_ value: Int16) -> Bool {
    guard range.contains(value) else { return false }
    return points.isEmpty || points[Int(value) - Int(range.lowerBound)] != .min
  }

  /// The points of an answer that depends on nothing else.
  func points(_ value: Int16) -> Int {
    points.isEmpty ? Int(value) : points[Int(value) - Int(range.lowerBound)]
  }
}
