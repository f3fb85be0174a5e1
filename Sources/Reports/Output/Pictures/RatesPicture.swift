extension Rates {
  /// Their picture; none where every share would be one of nobody.
  func pictures(_ what: String, in frame: Frame) -> [any Picture] {
    rows.allSatisfy { $0.whole == 0 } ? [] : [RatesPicture(rates: self, what: what, frame: frame)]
  }
}

/// Shares as dots with their intervals, one line each.
struct RatesPicture: Picture {
  let rates: Rates
  let what: String
  let frame: Frame

  private static let (left, right, line) = (330.0, 640.0, 22.0)

  var title: String { "\(frame.title): \(what)" }
  var height: Double { 118 + Self.line * Double(rates.rows.count) }

  var summary: String {
    let shares = rates.rows.map { row in
      "\(row.group.label), \(row.label): "
        + (row.share.map { "\(Figures.share($0)) of \(Figures.count(row.whole))" } ?? "nobody")
    }
    return "\(title). \(shares.joined(separator: "; "))."
  }

  func draw(on markup: inout Markup) {
    frame.draw(on: &markup, what: what)
    let bottom = 74 + Self.line * Double(rates.rows.count)
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
      markup.line(x(share), 68, x(share), bottom, share == 0 ? Canvas.ink : Canvas.grid)
      markup.text("\(Int(share * 100)) %", x: x(share), y: bottom + 20, [("text-anchor", "middle")])
    }
    var last: GroupName?
    for (index, row) in rates.rows.enumerated() {
      let y = 74 + Self.line * (Double(index) + 0.5)
      if row.group != last {
        markup.text(row.group.label.cut(to: 22), x: 20, y: y + 4, [("font-weight", "bold")])
      }
      last = row.group
      markup.text(row.label, x: Self.left - 12, y: y + 4, [("text-anchor", "end")])
      if let share = row.share, let lower = row.lower, let upper = row.upper {
        markup.line(x(lower), y, x(upper), y, Canvas.style(0).color, [("stroke-width", "2.4")])
        markup.element(
          "circle", [("cx", x(share).svg), ("cy", y.svg), ("r", "4.5"), ("fill", Canvas.style(0).color)])
      }
      markup.text(
        "\(row.share.map(Figures.share) ?? "–")  (\(Figures.count(row.part)) of \(Figures.count(row.whole)))",
        x: Self.right + 16, y: y + 4, [])
    }
    markup.text("share, with the 95 % interval", x: Self.left, y: bottom + 38, [])
  }

  private func x(_ share: Double) -> Double { Self.left + share * (Self.right - Self.left) }
}
