extension RetentionPicture {
  /// Puts each curve's name at its end, apart from the others, with a line to it where it had to move.
  func drawLabels(on markup: inout Markup) {
    guard retention.curves.count > 1 else { return }
    let ends = retention.curves.enumerated().map { index, curve in
      (index: index, day: curve.points.last?.day ?? 0, y: y(curve.points.last?.retained ?? 1))
    }.sorted { ($0.y, $0.index) < ($1.y, $1.index) }
    var places = ends.map(\.y)
    for index in places.indices.dropFirst() { places[index] = max(places[index], places[index - 1] + 17) }
    // What was pushed out at the bottom pushes the others up.
    var limit = Self.plot.bottom + 4
    for index in places.indices.reversed() {
      places[index] = min(places[index], limit)
      limit = places[index] - 17
    }
    for (end, place) in zip(ends, places) {
      let (start, color) = (x(end.day), style(end.index).color)
      markup.element(
        "path",
        [
          ("d", "M \((start + 3).svg) \(end.y.svg) L \((Self.plot.right + 12).svg) \(place.svg)"),
          ("fill", "none"),
          ("stroke", color), ("stroke-width", "1"),
        ])
      swatch(end.index, x: Self.plot.right + 12, y: place, on: &markup)
      markup.text(label(retention.curves[end.index]), x: Self.plot.right + 46, y: place + 4, [])
    }
  }

  /// The table under the plot: of each curve how many were at risk on the marked days, and what became of the others.
  func drawTable(on markup: inout Markup) {
    var top = Self.plot.bottom + 72
    let gone = retention.event == .exit ? "left" : "dropped out"
    for (index, curve) in retention.curves.enumerated() {
      swatch(index, x: 20, y: top - 4, on: &markup)
      markup.text(curve.group.label, x: 56, y: top, [("font-weight", "bold")])
      for (offset, row) in [
        ("at risk", \RetentionCurve.Mark.atRisk), (gone, \.events), ("censored", \.censored),
      ]
      .enumerated() {
        let line = top + 16 * Double(offset + 1)
        markup.text(row.0, x: 56, y: line, [])
        for mark in roomyMarks.map({ curve.marks[$0] }) {
          markup.text(
            Figures.count(mark[keyPath: row.1]), x: x(mark.day), y: line, [("text-anchor", "middle")])
        }
      }
      top += 66
    }
  }

  /// A piece of the curve's line.
  private func swatch(_ index: Int, x: Double, y: Double, on markup: inout Markup) {
    markup.element(
      "line",
      [
        ("x1", x.svg), ("y1", y.svg), ("x2", (x + 28).svg), ("y2", y.svg), ("stroke", style(index).color),
        ("stroke-width", "2.4"), ("stroke-dasharray", style(index).dash),
      ])
  }

  /// The name of a group, cut to the room there is.
  private func label(_ curve: RetentionCurve) -> String {
    let name = curve.group.label
    return name.count > 15 ? "\(name.prefix(14))…" : name
  }
}
