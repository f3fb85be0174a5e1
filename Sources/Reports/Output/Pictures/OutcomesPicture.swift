/// How the same people stood at admission and at discharge: an open dot, and a full one to which a line leads.
struct OutcomesPicture: Picture {
  let rows: [OutcomesResult.Row]
  let frame: Frame

  private static let (left, right, line) = (290.0, 570.0, 22.0)
  private static let what = "the same people at admission and at discharge"

  var title: String { "\(frame.title): \(Self.what)" }
  var height: Double { 118 + Self.line * Double(rows.count) }

  var summary: String {
    let pairs = rows.map { "\($0.group.label), \($0.label): \(written($0))" }
    return "\(title). \(pairs.joined(separator: "; "))."
  }

  func draw(on markup: inout Markup) {
    frame.draw(on: &markup, what: Self.what)
    let bottom = 74 + Self.line * Double(rows.count)
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
      markup.line(x(share), 68, x(share), bottom, share == 0 ? Canvas.ink : Canvas.grid)
      markup.text("\(Int(share * 100)) %", x: x(share), y: bottom + 20, [("text-anchor", "middle")])
    }
    var last: GroupName?
    for (index, row) in rows.enumerated() {
      let y = 74 + Self.line * (Double(index) + 0.5)
      if row.group != last {
        markup.text(row.group.label.cut(to: 22), x: 20, y: y + 4, [("font-weight", "bold")])
      }
      last = row.group
      markup.text(row.label, x: Self.left - 12, y: y + 4, [("text-anchor", "end")])
      if let (before, after) = row.shares {
        markup.line(x(before), y, x(after), y, Canvas.style(0).color, [("stroke-width", "2.4")])
        dot(x(before), y, isFull: false, on: &markup)
        dot(x(after), y, isFull: true, on: &markup)
      }
      markup.text(written(row), x: Self.right + 14, y: y + 4, [])
    }
    dot(Self.left + 5, bottom + 34, isFull: false, on: &markup)
    markup.text("at admission", x: Self.left + 16, y: bottom + 38, [])
    dot(Self.left + 115, bottom + 34, isFull: true, on: &markup)
    markup.text("at discharge, of those with both on record", x: Self.left + 126, y: bottom + 38, [])
  }

  private func dot(_ x: Double, _ y: Double, isFull: Bool, on markup: inout Markup) {
    let color = Canvas.style(0).color
    markup.element(
      "circle",
      [
        ("cx", x.svg), ("cy", y.svg), ("r", "4.5"), ("fill", isFull ? color : "#FFFFFF"), ("stroke", color),
        ("stroke-width", "1.6"),
      ])
  }

  private func written(_ row: OutcomesResult.Row) -> String {
    guard let (before, after) = row.shares else { return "nobody with both" }
    let p = row.p.map { ", \(Figures.p($0))" } ?? ""
    return
      "\(Figures.decimal(before * 100, 1)) → \(Figures.share(after)) of \(Figures.count(row.pairs))\(p)"
  }

  private func x(_ share: Double) -> Double { Self.left + share * (Self.right - Self.left) }
}

extension OutcomesResult.Row {
  fileprivate var label: String { domain.replacing("_", with: " ") }

  /// Of the pairs, at admission and at discharge; nil without pairs.
  fileprivate var shares: (before: Double, after: Double)? {
    pairs > 0 ? (Double(atAdmission) / Double(pairs), Double(atDischarge) / Double(pairs)) : nil
  }
}
