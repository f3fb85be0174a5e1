import Foundation

/// The axes of a picture over time: where an instant and a value stand, and the lines and labels beside them.
struct PictureAxes {
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  /// In seconds since 1970; of some length.
  let times: ClosedRange<Double>
  /// Of some height.
  let values: ClosedRange<Double>

  static let ink = "#222222"

  /// Where an instant stands; what lies outside stands at the edge.
  func x(_ time: Date) -> Double {
    let share = (time.timeIntervalSince1970 - times.lowerBound) / (times.upperBound - times.lowerBound)
    return left + min(max(share, 0), 1) * (right - left)
  }

  func y(_ value: Double) -> Double {
    bottom - (value - values.lowerBound) / (values.upperBound - values.lowerBound) * (bottom - top)
  }

  /// Draws both axes with their labels, and a faint line through the picture at each value where that helps to read it.
  func draw(
    on markup: inout Markup, values: [(value: Double, label: String)], times: [(time: Date, label: String)],
    hasGrid: Bool = false
  ) {
    for mark in values {
      if hasGrid { markup.line(left, y(mark.value), right, y(mark.value), "#D9D9D9") }
      markup.line(left - 5, y(mark.value), left, y(mark.value), Self.ink)
      markup.text(mark.label, x: left - 10, y: y(mark.value) + 4, [("text-anchor", "end")])
    }
    for mark in times {
      markup.line(x(mark.time), bottom, x(mark.time), bottom + 6, Self.ink)
      markup.text(mark.label, x: x(mark.time), y: bottom + 22, [("text-anchor", "middle")])
    }
    markup.line(left, top, left, bottom, Self.ink)
    markup.line(left, bottom, right, bottom, Self.ink)
  }
}

/// The table under a picture, which says in words all that the picture shows.
struct PictureTable {
  /// Each column with where it begins.
  let columns: [(x: Double, title: String)]
  let rows: [[String?]]
  /// Sentences under it.
  var notes: [String] = []

  private static let line = 18.0

  /// How high it is.
  var height: Double { Self.line * Double(rows.count + 1 + notes.count) + (notes.isEmpty ? 0 : 10) }

  /// Draws it from `top` on, where the titles stand.
  func draw(on markup: inout Markup, top: Double) {
    for column in columns { markup.text(column.title, x: column.x, y: top, [("font-weight", "bold")]) }
    for (index, cells) in rows.enumerated() {
      for (column, cell) in zip(columns, cells) {
        markup.text(cell ?? "", x: column.x, y: top + Self.line * Double(index + 1), [])
      }
    }
    for (index, note) in notes.enumerated() {
      markup.text(
        note, x: columns.first?.x ?? 0, y: top + Self.line * Double(rows.count + 1 + index) + 10,
        [("font-size", "12")])
    }
  }
}
