/// The share that had each way out by each day, as bars that add up to everybody.
struct ExitsPicture: Picture {
  let exits: CompetingExits
  let row: CompetingExits.Row
  let frame: Frame

  private static let (left, right, top, bottom) = (70.0, 620.0, 74.0, 324.0)
  private static let colors = ["#009E73", "#56B4E9", "#D55E00", "#CC79A7", "#666666", "#F0F0F0"]

  private var what: String {
    row.group == GroupNames.everyone ? "ways out" : "\(row.group.label), ways out"
  }

  private var parts: [String] { exits.exits.map { $0.replacing("_", with: " ") } + ["still there"] }

  var title: String { "\(frame.title): \(what)" }
  var height: Double { Self.bottom + 84 }

  var summary: String {
    let days = row.marks.map { mark in
      "by day \(mark.day) "
        + zip(parts, shares(mark)).filter { $0.1 > 0 }.map { "\($0.0) \(Figures.share($0.1))" }.joined(
          separator: ", ")
    }
    return "\(title), share by day, Aalen-Johansen. \(days.joined(separator: "; "))."
  }

  func draw(on markup: inout Markup) {
    frame.draw(on: &markup, what: what)
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
      markup.line(Self.left, y(share), Self.right, y(share), share == 0 ? Canvas.ink : Canvas.grid)
      markup.text("\(Int(share * 100)) %", x: Self.left - 8, y: y(share) + 4, [("text-anchor", "end")])
    }
    let slot = (Self.right - Self.left) / Double(max(1, row.marks.count))
    for (index, mark) in row.marks.enumerated() {
      let x = Self.left + slot * (Double(index) + 0.2)
      var level = 0.0
      for (part, share) in shares(mark).enumerated() {
        markup.box(
          x, y(level + share), slot * 0.6, y(level) - y(level + share),
          [("fill", Self.colors[part % Self.colors.count]), ("stroke", "#FFFFFF"), ("stroke-width", "0.8")])
        level += share
      }
      markup.text("\(mark.day)", x: x + slot * 0.3, y: Self.bottom + 20, [("text-anchor", "middle")])
      markup.text(
        Figures.count(mark.atRisk), x: x + slot * 0.3, y: Self.bottom + 60, [("text-anchor", "middle")])
    }
    markup.text(
      "days since the start", x: (Self.left + Self.right) / 2, y: Self.bottom + 40,
      [("text-anchor", "middle")])
    markup.text("at risk", x: 20, y: Self.bottom + 60, [])
    for (part, name) in parts.enumerated() {
      let y = Self.bottom - 8 - 24 * Double(part)
      markup.box(
        Self.right + 24, y - 11, 16, 14,
        [("fill", Self.colors[part % Self.colors.count]), ("stroke", Canvas.ink), ("stroke-width", "0.5")])
      markup.text(name, x: Self.right + 48, y: y + 1, [])
    }
  }

  private func shares(_ mark: CompetingExits.Mark) -> [Double] { mark.shares + [mark.remaining] }

  private func y(_ share: Double) -> Double { Self.bottom - share * (Self.bottom - Self.top) }
}
