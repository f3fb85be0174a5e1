/// An aim month by month, with its centre line and limits; signals are diamonds.
struct RunChartPicture: Picture {
  let chart: AimsResult.Chart
  let frame: Frame

  private static let (left, right, top, bottom) = (70.0, 800.0, 74.0, 224.0)

  private var what: String {
    let group = chart.group == GroupNames.everyone ? "" : "\(chart.group.label), "
    return "\(group)\(chart.aim.label)"
  }

  var title: String { "\(frame.title): \(what)" }
  var height: Double { Self.bottom + 62 }

  var summary: String {
    let points = chart.points.map { point in
      "\(point.month) \(point.value.map(chart.written) ?? "nothing")\(point.isSignal ? " (signal)" : "")"
    }
    let centre = chart.centre.map { " Centre line \(chart.written($0))." } ?? ""
    return "\(title), by month.\(centre) \(points.joined(separator: ", "))."
  }

  func draw(on markup: inout Markup) {
    frame.draw(on: &markup, what: what)
    let scale = Scale(most: chart.points.flatMap { [$0.value, $0.upper].compactMap(\.self) }.max() ?? 1)
    func y(_ value: Double) -> Double { Self.bottom - value / scale.top * (Self.bottom - Self.top) }
    for tick in scale.ticks {
      markup.line(Self.left, y(tick), Self.right, y(tick), tick == 0 ? Canvas.ink : Canvas.grid)
      markup.text(chart.written(tick), x: Self.left - 8, y: y(tick) + 4, [("text-anchor", "end")])
    }
    limits(\.upper, y, on: &markup)
    limits(\.lower, y, on: &markup)
    if let centre = chart.centre {
      markup.line(
        Self.left, y(centre), Self.right, y(centre), Canvas.style(2).color, [("stroke-width", "1.6")])
    }
    let values = chart.points.enumerated().compactMap { index, point in point.value.map { (index, point, $0) }
    }
    let path = values.enumerated().map {
      "\($0.offset == 0 ? "M" : "L") \(x($0.element.0).svg) \(y($0.element.2).svg)"
    }
    markup.element(
      "path",
      [
        ("d", path.joined(separator: " ")), ("fill", "none"), ("stroke", Canvas.style(0).color),
        ("stroke-width", "2"),
      ])
    for (index, point, value) in values { markup.mark(x(index), y(value), isSpecial: point.isSignal) }
    let step = max(1, (chart.points.count + 11) / 12)
    for index in stride(from: 0, to: chart.points.count, by: step) {
      markup.text(chart.points[index].month, x: x(index), y: Self.bottom + 20, [("text-anchor", "middle")])
    }
    markup.text(
      "month; green: centre line, dashed: limits, diamond: a signal", x: Self.left, y: Self.bottom + 42, [])
  }

  private func x(_ index: Int) -> Double {
    let width = Self.right - Self.left - 40
    return Self.left + 20
      + (chart.points.count > 1 ? width * Double(index) / Double(chart.points.count - 1) : width / 2)
  }

  private func limits(
    _ limit: KeyPath<AimsResult.Point, Double?>, _ y: (Double) -> Double, on markup: inout Markup
  ) {
    let half = chart.points.count > 1 ? (x(1) - x(0)) / 2 : 20
    var path = ""
    for (index, point) in chart.points.enumerated() {
      guard let value = point[keyPath: limit] else { continue }
      path +=
        "\(path.isEmpty ? "M" : "L") \((x(index) - half).svg) \(y(value).svg) H \((x(index) + half).svg) "
    }
    guard !path.isEmpty else { return }
    markup.element(
      "path", [("d", path), ("fill", "none"), ("stroke", Canvas.style(7).color), ("stroke-dasharray", "5 4")])
  }
}

/// An axis from 0 with round steps.
struct Scale {
  let ticks: [Double]
  var top: Double { ticks.last ?? 1 }

  /// Reaches `most` at least.
  init(most: Double) {
    var step = 0.01
    let factors = [2.0, 2.5, 2.0]
    var index = 0
    while most / step > 5 {
      step *= factors[index % 3]
      index += 1
    }
    let count = max(1, Int((most / step).rounded(.up)))
    let width = step
    ticks = (0...count).map { Double($0) * width }
  }
}
