extension RetentionPicture {
  /// Puts each curve's name at its end.
  func drawLabels(on markup: inout Markup) {
    guard retention.curves.count > 1 else { return }
    let ends = retention.curves.map { curve in
      CurveEnd(
        x: x(curve.points.last?.day ?? 0), y: y(curve.points.last?.retained ?? 1), name: curve.group.label)
    }
    markup.labels(ends, right: Self.plot.right, bottom: Self.plot.bottom)
  }

  /// The table under the plot: of each curve how many were at risk on the marked days, and what became of the others.
  func drawTable(on markup: inout Markup) {
    var top = Self.plot.bottom + 72
    let gone = retention.event == .exit ? "left" : "dropped out"
    for (index, curve) in retention.curves.enumerated() {
      markup.swatch(index, x: 20, y: top - 4)
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
}
