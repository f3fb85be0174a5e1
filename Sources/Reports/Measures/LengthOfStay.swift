import Clinic

/// How many days those stayed who have left.
package struct LengthOfStay: Hashable, Sendable, Codable {
  package struct Row: Hashable, Sendable, Codable {
    package let group: GroupName
    package let count: Int
    package let lowerQuartile: Double
    package let median: Double
    package let upperQuartile: Double
    package let mean: Double
  }

  /// How a stay counts that ended on the day of admission.
  package let sameDay: Measure.SameDay
  /// Groups of which nobody has left are not there.
  package let rows: [Row]
  /// All groups together; nil when nobody has left.
  package let total: Row?
  /// Still open, and therefore without a length.
  package let leftOutOpen: Int

  init(_ groups: [Group], sameDay: Measure.SameDay) {
    self.sameDay = sameDay
    func row(_ name: GroupName, _ tallies: [Tally]) -> Row? {
      let lengths = tallies.filter { !$0.isOpen }.map { (max($0.days, sameDay.days), $0.count) }
      return CountedDays(lengths).map { Row(name, $0) }
    }
    rows = groups.compactMap { row($0.name, $0.tallies) }
    total = row(GroupNames.everyone, groups.flatMap(\.tallies))
    leftOutOpen = groups.reduce(0) { $0 + $1.count - $1.ended }
  }
}

extension LengthOfStay.Row {
  fileprivate init(_ group: GroupName, _ days: CountedDays) {
    self.init(
      group: group, count: days.count, lowerQuartile: days.quantile(1, of: 4),
      median: days.quantile(2, of: 4),
      upperQuartile: days.quantile(3, of: 4), mean: days.mean)
  }
}

/// Lengths with how many people had each.
struct CountedDays {
  private let rows: [(days: Int, count: Int)]
  let count: Int

  /// Nil for nobody.
  init?(_ rows: [(days: Int, count: Int)]) {
    self.rows = rows.sorted { $0.days < $1.days }
    count = rows.reduce(0) { $0 + $1.count }
    if count == 0 { return nil }
  }

  var mean: Double { Double(rows.reduce(0) { $0 + $1.days * $1.count }) / Double(count) }

  /// With linear interpolation: type 7, `percentile_cont` of PostgreSQL.
  func quantile(_ part: Int, of parts: Int) -> Double {
    let (index, rest) = (part * (count - 1)).quotientAndRemainder(dividingBy: parts)
    let low = value(at: index)
    guard rest > 0 else { return Double(low) }
    return Double(low) + Double(value(at: index + 1) - low) * Double(rest) / Double(parts)
  }

  private func value(at index: Int) -> Int {
    var passed = 0
    for row in rows {
      passed += row.count
      if index < passed { return row.days }
    }
    return rows.last?.days ?? 0
  }
}
