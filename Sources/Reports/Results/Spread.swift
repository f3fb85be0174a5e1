/// How numbers of days are spread over a group: quartiles with linear interpolation (type 7), and the mean.
package struct Spread: Hashable, Sendable, Codable {
  package let group: GroupName
  package let count: Int
  package let lowerQuartile: Double
  package let median: Double
  package let upperQuartile: Double
  /// Nine of ten are no longer than this.
  package let ninetieth: Double
  package let mean: Double

  init(_ group: GroupName, _ days: CountedDays) {
    (self.group, count, mean) = (group, days.count, days.mean)
    (lowerQuartile, median) = (days.quantile(1, of: 4), days.quantile(2, of: 4))
    (upperQuartile, ninetieth) = (days.quantile(3, of: 4), days.quantile(9, of: 10))
  }

  static func table(_ title: String, _ group: String, _ rows: [Spread], hasTotal: Bool) -> Table {
    Table(
      title: title, head: [group, "n", "lower quartile", "median", "upper quartile", "90 %", "mean"],
      rows: rows.map { row in
        let figures = [row.lowerQuartile, row.median, row.upperQuartile, row.ninetieth, row.mean]
        return [row.group.label, Figures.count(row.count)] + figures.map { Figures.decimal($0, 1) }
      }, hasTotal: hasTotal)
  }

  var figures: [Figure] {
    [
      Figure(group, "count", count), Figure(group, "lower_quartile", lowerQuartile),
      Figure(group, "median", median), Figure(group, "upper_quartile", upperQuartile),
      Figure(group, "ninetieth", ninetieth), Figure(group, "mean", mean),
    ]
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
