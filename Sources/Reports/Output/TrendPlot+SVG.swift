import Foundation

extension TrendPlot {
  private static let width = 840.0
  private static let area = (left: 70.0, right: 810.0, top: 60.0, bottom: 230.0)
  private static let tableTop = 330.0

  /// The picture, which needs nothing else, with a table of all that is in it.
  package var svg: String {
    var markup = Markup()
    let (width, height) = (Self.width, Self.tableTop + table.height + 6)
    markup.element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 \(width.svg) \(height.svg)"),
        ("font-family", "sans-serif"), ("font-size", "13"), ("role", "img"),
        ("aria-labelledby", "plot-title plot-desc"), ("fill", PictureAxes.ink),
      ]
    ) { markup in
      markup.element("title", [("id", "plot-title")], text: title)
      markup.element("desc", [("id", "plot-desc")], text: summary)
      markup.element("rect", [("width", width.svg), ("height", height.svg), ("fill", "#FFFFFF")])
      markup.text(title, x: 20, y: 28, [("font-size", "17"), ("font-weight", "bold")])
      drawAxes(on: &markup)
      drawMarks(on: &markup)
      drawCurve(on: &markup)
      table.draw(on: &markup, top: Self.tableTop)
    }
    return markup.text
  }

  /// The picture in words, for those who do not see it.
  package var summary: String {
    let values = points.map { "\(clock($0.at)) \(number($0.value))" }
    let missing = gaps.map { "\(clock($0.at)) \($0.label)" }
    let given = marks.map { "\(clock($0.at)) \($0.label)" }
    return [
      values.isEmpty ? "No value is on record." : "Values: \(values.joined(separator: "; ")).",
      missing.isEmpty ? nil : "No value: \(missing.joined(separator: "; ")).",
      given.isEmpty ? nil : "Given: \(given.joined(separator: "; ")).",
    ].compactMap(\.self).joined(separator: " ")
  }

  private func number(_ value: Double) -> String { Figures.decimal(value, value == value.rounded() ? 0 : 1) }

  private var table: PictureTable {
    let lines =
      points.map { (at: $0.at, cells: [clock($0.at), number($0.value), nil]) }
      + gaps.map { (at: $0.at, cells: [clock($0.at), $0.label, nil]) }
      + marks.map { (at: $0.at, cells: [clock($0.at), nil, $0.label]) }
    return PictureTable(
      columns: [(20, "Time"), (160, "Value"), (360, "Given")],
      rows: lines.sorted { $0.at < $1.at }.map(\.cells))
  }

  private var axes: PictureAxes {
    let (area, start) = (Self.area, span.start.timeIntervalSince1970)
    return PictureAxes(
      left: area.left, right: area.right, top: area.top, bottom: area.bottom,
      times: start...(start + span.length), values: axis.low...axis.high)
  }

  private func x(_ time: Date) -> Double { axes.x(time) }
  private func y(_ value: Double) -> Double { axes.y(value) }

  private func drawAxes(on markup: inout Markup) {
    let steps = (0...4).map { Double($0) / 4 }
    axes.draw(
      on: &markup,
      values: steps.map { step in
        let value = axis.low + (axis.high - axis.low) * step
        return (value, Figures.decimal(value, 1))
      },
      times: steps.map { step in
        let time = span.start.addingTimeInterval(span.length * step)
        return (time, clock(time))
      }, hasGrid: true)
  }

  /// What was given stands under the axis of time, with a line through the curve; a gap is an open circle there.
  private func drawMarks(on markup: inout Markup) {
    let area = Self.area
    for mark in marks {
      markup.line(x(mark.at), area.top, x(mark.at), area.bottom, "#E69F00")
      markup.element(
        "path",
        [
          ("d", "M \((x(mark.at) - 5).svg) \((area.bottom + 44).svg) h 10 l -5 -10 Z"), ("fill", "#E69F00"),
        ])
      markup.text(
        mark.label, x: x(mark.at), y: area.bottom + 60, [("text-anchor", "middle"), ("font-size", "11")])
    }
    for gap in gaps {
      markup.element(
        "circle",
        [
          ("cx", x(gap.at).svg), ("cy", area.bottom.svg), ("r", "4"), ("fill", "#FFFFFF"),
          ("stroke", "#D55E00"),
        ])
      markup.text(
        gap.label, x: x(gap.at), y: area.bottom - 8, [("text-anchor", "middle"), ("font-size", "11")])
    }
  }

  private func drawCurve(on markup: inout Markup) {
    guard let first = points.first else { return }
    let path = points.dropFirst().reduce("M \(x(first.at).svg) \(y(first.value).svg)") {
      "\($0) L \(x($1.at).svg) \(y($1.value).svg)"
    }
    markup.element(
      "path", [("d", path), ("fill", "none"), ("stroke", "#0072B2"), ("stroke-width", "2.2")])
    for point in points {
      markup.element(
        "circle", [("cx", x(point.at).svg), ("cy", y(point.value).svg), ("r", "3.4"), ("fill", "#0072B2")])
    }
  }
}
