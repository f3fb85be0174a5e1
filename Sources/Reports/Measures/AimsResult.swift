/// The aims of NIATx as run charts.
package struct AimsResult: MeasureResult, Codable {
  package struct Chart: Hashable, Sendable, Codable {
    package let group: GroupName
    package let aim: Aim
    /// The mean of all months, or of all people where it is a share; nil without any.
    package let centre: Double?
    /// In order, from the first month with anything to the last.
    package let points: [Point]
  }

  package struct Point: Hashable, Sendable, Codable {
    /// `2026-05`.
    package let month: String
    /// How many it is worked out of.
    package let count: Int
    /// Of a share, how many it counts.
    package let part: Int?
    /// Shares from 0 to 1; nil where there was nobody.
    package let value: Double?
    package let lower: Double?
    package let upper: Double?
    /// Outside the limits, or the eighth or later of a row on one side of the centre.
    package let isSignal: Bool
  }

  package let charts: [Chart]

  init(_ groups: [Group]) {
    charts = groups.flatMap { group in Aim.allCases.map { Chart(group, $0) } }.filter { !$0.points.isEmpty }
  }

  func tables(_ group: String) -> [Table] {
    charts.map { chart in
      Table(
        title:
          "\(chart.group == GroupNames.everyone ? "" : "\(chart.group.label): ")\(chart.aim.label), by month",
        head: ["month", "n", "figure", "limits", "signal"],
        rows: chart.points.map { point in
          [
            point.month, Figures.count(point.count), point.value.map(chart.written) ?? "–",
            chart.limits(point), point.isSignal ? "●" : "",
          ]
        })
    }
  }

  func pictures(in frame: Frame) -> [any Picture] { charts.map { RunChartPicture(chart: $0, frame: frame) } }

  var figures: [Figure] {
    charts.flatMap { chart in
      chart.points.flatMap { point in
        let name = chart.aim.rawValue
        let day = CalendarMonth(point.month).number
        if chart.aim == .admissions { return [Figure(chart.group, name, day: day, point.count)] }
        return [
          chart.aim.isShare
            ? Figure(chart.group, name, day: day, point.part ?? 0)
            : Figure(chart.group, name, day: day, point.value),
          Figure(chart.group, "\(name).of", day: day, point.count),
        ] + (chart.aim.isShare ? [Figure(chart.group, "\(name).share", day: day, point.value)] : [])
      }
    }
  }
}

/// A month of the calendar, in order.
struct CalendarMonth {
  /// Months since the year 0.
  let number: Int

  init(number: Int) { self.number = number }

  init(_ written: String) {
    let parts = written.split(separator: "-").compactMap { Int($0) }
    number = parts.count == 2 ? 12 * parts[0] + parts[1] - 1 : 0
  }

  /// `2026-05`.
  var written: String {
    let month = number % 12 + 1
    return "\(number / 12)-\(month < 10 ? "0" : "")\(month)"
  }
}

extension AimsResult.Chart {
  fileprivate init(_ group: Group, _ aim: Aim) {
    (self.group, self.aim) = (group.name, aim)
    let rows = group.part(aim.part).filter { $0.value >= 0 && ($0.code ?? -1) >= 0 }
    guard let first = rows.map(\.value).min(), let last = rows.map(\.value).max() else {
      (centre, points) = (nil, [])
      return
    }
    let months = (first...last).map { month in Month(month, rows.filter { $0.value == month }, aim) }
    let centre = aim.isShare ? Month.share(months) : Month.mean(months)
    self.centre = centre
    let range = Month.meanMovingRange(months)
    var side = 0
    points = months.map { month in
      let limits = centre.flatMap { month.limits($0, aim, movingRange: range) }
      var isSignal = false
      // A month of nobody, or on the line itself, is on no side: it neither goes on with a row nor breaks it.
      if let value = month.value, let centre {
        let now = value > centre ? 1 : value < centre ? -1 : 0
        side = now == 0 ? side : now == side.signum() ? side + now : now
        let isOutside = limits.map { value < $0.lower || value > $0.upper } ?? false
        isSignal = isOutside || now != 0 && abs(side) >= 8
      }
      return AimsResult.Point(
        month: CalendarMonth(number: month.number).written, count: month.count,
        part: aim.isShare ? month.part : nil,
        value: month.value, lower: limits?.lower, upper: limits?.upper, isSignal: isSignal)
    }
  }

  /// A figure as people read it.
  func written(_ value: Double) -> String {
    aim.isShare ? Figures.decimal(value * 100, 1) : Figures.decimal(value, aim == .admissions ? 0 : 1)
  }

  fileprivate func limits(_ point: AimsResult.Point) -> String {
    guard let lower = point.lower, let upper = point.upper else { return "–" }
    let scale = aim.isShare ? 100.0 : 1
    return "\(Figures.decimal(lower * scale, 1))–\(Figures.decimal(upper * scale, 1))"
  }
}

/// What happened in one month.
private struct Month {
  let number: Int
  let count: Int
  let part: Int
  let value: Double?

  init(_ number: Int, _ rows: [Tally], _ aim: Aim) {
    self.number = number
    count = rows.total { _ in true }
    part = rows.total { $0.code == 1 }
    value =
      switch aim {
      case .wait: CountedDays(rows.map { ($0.code ?? 0, $0.count) })?.quantile(2, of: 4)
      case .admissions: Double(count)
      case .noShows, .continuation: count > 0 ? Double(part) / Double(count) : nil
      }
  }

  /// Of all people of all months.
  static func share(_ months: [Month]) -> Double? {
    let whole = months.reduce(0) { $0 + $1.count }
    return whole > 0 ? Double(months.reduce(0) { $0 + $1.part }) / Double(whole) : nil
  }

  static func mean(_ months: [Month]) -> Double? {
    let values = months.compactMap(\.value)
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// How far a month is from the one before, on average; nil for fewer than two months.
  static func meanMovingRange(_ months: [Month]) -> Double? {
    let values = months.compactMap(\.value)
    guard values.count > 1 else { return nil }
    return zip(values, values.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) } / Double(values.count - 1)
  }

  func limits(_ centre: Double, _ aim: Aim, movingRange: Double?) -> (lower: Double, upper: Double)? {
    if aim.isShare {
      guard count > 0 else { return nil }
      let reach = 3 * (centre * (1 - centre) / Double(count)).squareRoot()
      return (max(0, centre - reach), min(1, centre + reach))
    }
    return movingRange.map { (max(0, centre - 2.66 * $0), centre + 2.66 * $0) }
  }
}
