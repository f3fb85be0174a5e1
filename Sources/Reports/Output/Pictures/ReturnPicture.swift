/// The share that was in treatment again by each day, and the share that died before, as steps that only rise.
struct ReturnPicture: Picture {
  let horizon: Int
  /// No more than a picture can tell apart.
  let rows: [TimeToReturnResult.Row]
  let frame: Frame

  private static let plot = (left: 160.0, right: 640.0, top: 74.0, bottom: 324.0)
  private static let what = "in treatment again after discharge"

  var title: String { "\(frame.title): \(Self.what)" }
  var height: Double { Self.plot.bottom + 90 + Double(rows.count) * 66 }

  var summary: String {
    let groups = rows.map { row in
      let last = row.marks.last.map {
        "by day \($0.day) \(Figures.share($0.returned)) had returned and \(Figures.share($0.died)) had died"
      }
      return "\(row.group.label) (\(Figures.count(row.count))): \(last ?? "no day is told")."
    }
    return "\(title), share by day, Aalen-Johansen with death competing. \(groups.joined(separator: " "))"
  }

  func draw(on markup: inout Markup) {
    frame.draw(on: &markup, what: Self.what)
    let highest = rows.flatMap { $0.steps.map { max($0.returned, $0.died) } }.max() ?? 0
    let scale = Scale(most: max(highest, 0.1))
    drawAxes(scale, on: &markup)
    for (index, row) in rows.enumerated() {
      markup.element("path", curve(row, \.died, index, width: "1", scale))
      markup.element("path", curve(row, \.returned, index, width: "2.4", scale))
    }
    if rows.count > 1 {
      let ends = rows.map { row in
        CurveEnd(
          x: x(row.steps.last?.day ?? 0), y: y(row.steps.last?.returned ?? 0, scale), name: row.group.label)
      }
      markup.labels(ends, right: Self.plot.right, bottom: Self.plot.bottom)
    }
    drawTable(on: &markup)
  }

  private func drawAxes(_ scale: Scale, on markup: inout Markup) {
    let plot = Self.plot
    for tick in scale.ticks {
      markup.line(plot.left, y(tick, scale), plot.right, y(tick, scale), tick == 0 ? Canvas.ink : Canvas.grid)
      markup.text(
        "\(Figures.decimal(tick * 100, 0)) %", x: plot.left - 10, y: y(tick, scale) + 4,
        [("text-anchor", "end")])
    }
    markup.line(plot.left, plot.top, plot.left, plot.bottom, Canvas.ink)
    for day in marks.map(\.day) {
      markup.line(x(day), plot.bottom, x(day), plot.bottom + 6, Canvas.ink)
      markup.text("\(day)", x: x(day), y: plot.bottom + 22, [("text-anchor", "middle")])
    }
    markup.text(
      "Days since discharge; thick: returned, thin: died before that", x: (plot.left + plot.right) / 2,
      y: plot.bottom + 42, [("text-anchor", "middle")])
  }

  private func curve(
    _ row: TimeToReturnResult.Row, _ share: KeyPath<TimeToReturnResult.Step, Double>, _ index: Int,
    width: String,
    _ scale: Scale
  ) -> [(String, String)] {
    var path = "M \(x(0).svg) \(y(0, scale).svg)"
    for step in row.steps { path += " H \(x(step.day).svg) V \(y(step[keyPath: share], scale).svg)" }
    let (color, dash) = Canvas.style(index)
    return [
      ("d", path), ("fill", "none"), ("stroke", color), ("stroke-width", width), ("stroke-dasharray", dash),
      ("stroke-linejoin", "round"),
    ]
  }

  /// Of each group how many were still followed on the marked days, and what had become of all by then.
  private func drawTable(on markup: inout Markup) {
    var top = Self.plot.bottom + 72
    for (index, row) in rows.enumerated() {
      markup.swatch(index, x: 20, y: top - 4)
      markup.text(row.group.label, x: 56, y: top, [("font-weight", "bold")])
      let lines: [(String, (TimeToReturnResult.Mark) -> String)] = [
        ("at risk", { Figures.count($0.atRisk) }), ("returned %", { Figures.decimal($0.returned * 100, 1) }),
        ("died %", { Figures.decimal($0.died * 100, 1) }),
      ]
      for (offset, line) in lines.enumerated() {
        let y = top + 16 * Double(offset + 1)
        markup.text(line.0, x: 56, y: y, [])
        for mark in marks.compactMap({ mark in row.marks.first { $0.day == mark.day } }) {
          markup.text(line.1(mark), x: x(mark.day), y: y, [("text-anchor", "middle")])
        }
      }
      top += 66
    }
  }

  /// The marked days under which there is room for the figures of the table.
  private var marks: [TimeToReturnResult.Mark] {
    let widest = rows.map { Figures.count($0.count).count }.max() ?? 0
    let room = 7.8 * Double(max(widest, 4)) + 8
    var kept: [TimeToReturnResult.Mark] = []
    for mark in rows.first?.marks ?? [] {
      if let last = kept.last, x(mark.day) - x(last.day) < room { continue }
      kept.append(mark)
    }
    return kept
  }

  private func x(_ day: Int) -> Double {
    Self.plot.left + Double(day) / Double(horizon) * (Self.plot.right - Self.plot.left)
  }

  private func y(_ share: Double, _ scale: Scale) -> Double {
    Self.plot.bottom - share / scale.top * (Self.plot.bottom - Self.plot.top)
  }
}
