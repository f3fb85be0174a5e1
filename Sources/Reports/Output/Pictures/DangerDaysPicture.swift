/// The share of those still there that left on each day, with its interval; the worst days are diamonds.
struct DangerDaysPicture: Picture {
  let event: Measure.Retention.Event
  let horizon: Int
  let row: DangerDaysResult.Row
  let frame: Frame

  private static let (left, right, top, bottom) = (70.0, 580.0, 74.0, 284.0)

  private var what: String {
    let words = event == .exit ? "who left each day" : "who dropped out each day"
    return row.group == GroupNames.everyone ? words : "\(row.group.label), \(words)"
  }

  var title: String { "\(frame.title): \(what)" }
  var height: Double { Self.bottom + 62 }

  var summary: String {
    let days = row.worst.map { "day \($0.day) \(Figures.share($0.hazard)) of \(Figures.count($0.atRisk))" }
    return "\(title), share of those still there. The worst days: \(days.joined(separator: ", "))."
  }

  func draw(on markup: inout Markup) {
    frame.draw(on: &markup, what: what)
    // Not higher than three times the worst day: the interval of the last few people would press all days down.
    let highest = 3 * (row.days.map(\.hazard).max() ?? 0)
    let scale = Scale(most: min(row.days.map(\.upper).max() ?? 0, highest))
    func y(_ share: Double) -> Double {
      Self.bottom - min(share / scale.top, 1) * (Self.bottom - Self.top)
    }
    for tick in scale.ticks {
      markup.line(Self.left, y(tick), Self.right, y(tick), tick == 0 ? Canvas.ink : Canvas.grid)
      markup.text(
        "\(Figures.decimal(tick * 100, 0)) %", x: Self.left - 8, y: y(tick) + 4, [("text-anchor", "end")])
    }
    for day in stride(from: 0, through: horizon, by: max(1, (horizon + 9) / 10)) {
      markup.line(x(day), Self.bottom, x(day), Self.bottom + 6, Canvas.ink)
      markup.text("\(day)", x: x(day), y: Self.bottom + 22, [("text-anchor", "middle")])
    }
    for day in row.days {
      let isWorst = row.worst.contains(day)
      markup.line(
        x(day.day), y(day.lower), x(day.day), y(day.upper), Canvas.style(isWorst ? 1 : 0).color,
        [("stroke-width", "1.6")])
      markup.mark(x(day.day), y(day.hazard), isSpecial: isWorst)
    }
    markup.text(
      "Days since the start; the line is the 95 % interval, no mark: nobody left", x: Self.left,
      y: Self.bottom + 44, [])
    drawWorst(on: &markup)
  }

  private func drawWorst(on markup: inout Markup) {
    markup.text("the worst days", x: Self.right + 44, y: Self.top + 10, [("font-weight", "bold")])
    for (index, day) in row.worst.prefix(9).enumerated() {
      let y = Self.top + 32 + 20 * Double(index)
      markup.mark(Self.right + 32, y - 4, isSpecial: true)
      markup.text(
        "day \(day.day): \(Figures.share(day.hazard)) (\(Figures.count(day.left)) of \(Figures.count(day.atRisk)))",
        x: Self.right + 44, y: y, [])
    }
  }

  private func x(_ day: Int) -> Double {
    Self.left + 10 + Double(day) / Double(horizon) * (Self.right - Self.left - 20)
  }
}

extension Markup {
  /// A dot, or a diamond where it stands for something special.
  mutating func mark(_ x: Double, _ y: Double, isSpecial: Bool) {
    guard isSpecial else {
      return element("circle", [("cx", x.svg), ("cy", y.svg), ("r", "3.5"), ("fill", Canvas.style(0).color)])
    }
    let path =
      "M \(x.svg) \((y - 8).svg) L \((x + 8).svg) \(y.svg) L \(x.svg) \((y + 8).svg) L \((x - 8).svg) \(y.svg) Z"
    element("path", [("d", path), ("fill", Canvas.style(1).color), ("stroke", "#FFFFFF")])
  }
}
