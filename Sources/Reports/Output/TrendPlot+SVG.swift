import Foundation

extension TrendPlot {
  private static let size = (width: 840.0, height: 320.0)
  private static let area = (left: 70.0, right: 810.0, top: 60.0, bottom: 230.0)

  /// The picture, which needs nothing else.
  package var svg: String {
    var markup = Markup()
    let (width, height) = Self.size
    markup.element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 \(width.svg) \(height.svg)"),
        ("font-family", "sans-serif"), ("font-size", "13"), ("role", "img"),
      ]
    ) { markup in
      markup.element("title", text: title)
      markup.element("rect", [("width", width.svg), ("height", height.svg), ("fill", "#FFFFFF")])
      markup.text(title, x: 20, y: 28, [("font-size", "17"), ("font-weight", "bold")])
      drawAxes(on: &markup)
      drawMarks(on: &markup)
      drawCurve(on: &markup)
    }
    return markup.text
  }

  private func x(_ time: Date) -> Double {
    Self.area.left + time.timeIntervalSince(span.start) / span.length * (Self.area.right - Self.area.left)
  }

  private func y(_ value: Double) -> Double {
    Self.area.bottom - (value - axis.low) / (axis.high - axis.low) * (Self.area.bottom - Self.area.top)
  }

  private func drawAxes(on markup: inout Markup) {
    let area = Self.area
    for step in 0...4 {
      let value = axis.low + (axis.high - axis.low) * Double(step) / 4
      markup.line(area.left, y(value), area.right, y(value), step == 0 ? "#222222" : "#D9D9D9")
      markup.text(Figures.decimal(value, 1), x: area.left - 8, y: y(value) + 4, [("text-anchor", "end")])
    }
    for step in 0...4 {
      let time = span.start.addingTimeInterval(span.length * Double(step) / 4)
      markup.line(x(time), area.bottom, x(time), area.bottom + 6, "#222222")
      markup.text(
        clock(time), x: x(time), y: area.bottom + 22, [("text-anchor", step == 4 ? "end" : "middle")])
    }
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
