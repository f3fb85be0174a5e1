/// Kaplan-Meier curves as a picture that needs no legend.
///
/// Steps, intervals, labels at the curves, and under them who was at risk. Colours are Okabe and Ito's, and dashes tell the curves apart without them.
struct RetentionPicture: Picture {
  let retention: RetentionCurves
  let frame: Frame

  static let plot = (left: 160.0, right: 640.0, top: 74.0, bottom: 374.0)
  var title: String { frame.title }
  var height: Double { Self.plot.bottom + 84 + Double(retention.curves.count) * 66 }

  func x(_ day: Int) -> Double {
    Self.plot.left + Double(day) / Double(retention.horizon) * (Self.plot.right - Self.plot.left)
  }

  func y(_ share: Double) -> Double {
    Self.plot.bottom - share * (Self.plot.bottom - Self.plot.top)
  }

  func draw(on markup: inout Markup) {
    frame.draw(on: &markup)
    drawAxes(on: &markup)
    for (index, curve) in retention.curves.enumerated() { drawBand(curve, index, on: &markup) }
    for (index, curve) in retention.curves.enumerated() { drawSteps(curve, index, on: &markup) }
    drawLabels(on: &markup)
    drawTable(on: &markup)
  }

  var summary: String {
    let event = retention.event == .exit ? "left" : "dropped out"
    let curves = retention.curves.map { curve in
      let last = curve.marks.last.map { "\(Figures.share($0.retained)) on day \($0.day)" } ?? ""
      let median = curve.medianDay.map { "half had \(event) by day \($0)" } ?? "fewer than half had \(event)"
      return "\(curve.group.label) (\(Figures.count(curve.count))): \(last), \(median)."
    }
    return
      "\(title). \(retention.event.remaining), share by day, Kaplan-Meier. \(curves.joined(separator: " "))"
  }

  private func drawAxes(on markup: inout Markup) {
    let plot = Self.plot
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
      markup.line(plot.left, y(share), plot.right, y(share), share == 0 ? Canvas.ink : Canvas.grid)
      markup.text("\(Int(share * 100)) %", x: plot.left - 10, y: y(share) + 4, [("text-anchor", "end")])
    }
    markup.line(plot.left, plot.top, plot.left, plot.bottom, Canvas.ink)
    for day in roomyMarks.map({ retention.marks[$0] }) {
      markup.line(x(day), plot.bottom, x(day), plot.bottom + 6, Canvas.ink)
      markup.text("\(day)", x: x(day), y: plot.bottom + 22, [("text-anchor", "middle")])
    }
    markup.text(
      "Days since the start", x: (plot.left + plot.right) / 2, y: plot.bottom + 42,
      [("text-anchor", "middle")])
    for (line, text) in wrapped(retention.event.remaining, to: 9).enumerated() {
      markup.text(text, x: 20, y: plot.top + 4 + 16 * Double(line), [])
    }
  }

  private func drawBand(_ curve: RetentionCurve, _ index: Int, on markup: inout Markup) {
    var (upper, lower) = ("M \(x(0).svg) \(y(1).svg)", "")
    var last = (day: 0, lower: 1.0)
    for point in curve.points {
      guard let low = point.lower, let high = point.upper else { break }
      upper += " H \(x(point.day).svg) V \(y(high).svg)"
      lower = " H \(x(point.day).svg) V \(y(last.lower).svg)" + lower
      last = (point.day, low)
    }
    guard last.day > 0 || last.lower < 1 else { return }
    let path = "\(upper) V \(y(last.lower).svg)\(lower) Z"
    markup.element(
      "path", [("d", path), ("fill", style(index).color), ("fill-opacity", "0.14"), ("stroke", "none")])
  }

  private func drawSteps(_ curve: RetentionCurve, _ index: Int, on markup: inout Markup) {
    var path = "M \(x(0).svg) \(y(1).svg)"
    for point in curve.points { path += " H \(x(point.day).svg) V \(y(point.retained).svg)" }
    markup.element(
      "path",
      [
        ("d", path), ("fill", "none"), ("stroke", style(index).color), ("stroke-width", "2.4"),
        ("stroke-dasharray", style(index).dash), ("stroke-linejoin", "round"),
      ])
  }

  /// The marks under which there is room for the figures of the table.
  var roomyMarks: [Int] {
    let widest =
      retention.curves.flatMap { $0.marks.flatMap { [$0.atRisk, $0.events, $0.censored] } }.max() ?? 0
    let room = 7.8 * Double(Figures.count(widest).count) + 8
    var kept: [Int] = []
    for (index, day) in retention.marks.enumerated() {
      if let last = kept.last, x(day) - x(retention.marks[last]) < room { continue }
      kept.append(index)
    }
    return kept
  }

  func style(_ index: Int) -> (color: String, dash: String) { Canvas.style(index) }
}
