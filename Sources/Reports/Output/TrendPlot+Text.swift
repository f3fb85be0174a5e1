import Foundation

extension TrendPlot {
  private static let rows = 10
  private static let gutter = 7

  /// The plot in dots, with what was given as letters under the axis.
  package func text(width: Int, color: Bool) -> String {
    guard !points.isEmpty || !marks.isEmpty else { return "\(title)\nNothing is recorded yet.\n" }
    let columns = max(20, width - Self.gutter - 1)
    var canvas = BrailleCanvas(columns: columns, rows: Self.rows)
    var last: (x: Int, y: Int)?
    for point in points {
      let (x, y) = (dot(point.at, columns), dot(point.value))
      if let last {
        canvas.horizontal(row: last.y, from: last.x, to: x, series: 0)
        canvas.vertical(column: x, from: last.y, to: y, series: 0)
      } else {
        canvas.vertical(column: x, from: y, to: y, series: 0)
      }
      last = (x, y)
    }
    let plot = (0..<Self.rows).map { row in label(row) + canvas.line(row, color: color) }
    return ([title] + plot + [under(columns), times(columns)] + given(columns)).map { "\($0.trimmedEnd)\n" }
      .joined()
  }

  private func dot(_ time: Date, _ columns: Int) -> Int {
    Int(time.timeIntervalSince(span.start) / span.length * Double(2 * columns - 1))
  }

  private func dot(_ value: Double) -> Int {
    let share = (value - axis.low) / (axis.high - axis.low)
    return Int(((1 - min(1, max(0, share))) * Double(4 * Self.rows - 1)).rounded())
  }

  private func label(_ row: Int) -> String {
    let value: Double? =
      switch row {
      case 0: axis.high
      case Self.rows - 1: axis.low
      default: nil
      }
    let text = value.map { Figures.decimal($0, $0 == $0.rounded() ? 0 : 1) } ?? ""
    return String(repeating: " ", count: max(0, Self.gutter - 1 - text.count)) + text
      + (value == nil ? "│" : "┤")
  }

  private func under(_ columns: Int) -> String {
    String(repeating: " ", count: Self.gutter - 1) + "└" + String(repeating: "─", count: columns)
  }

  private func times(_ columns: Int) -> String {
    let (start, end) = (clock(span.start), clock(span.start.addingTimeInterval(span.length)))
    let gap = String(repeating: " ", count: max(1, columns - start.count - end.count))
    return String(repeating: " ", count: Self.gutter) + start + gap + end
  }

  /// A letter under the time of each thing that was given, and what the letters mean; gaps have small ones.
  private func given(_ columns: Int) -> [String] {
    let kinds = marks.map(\.label).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    var line = Array(repeating: Character(" "), count: columns)
    for gap in gaps { line[min(columns - 1, dot(gap.at, columns) / 2)] = "x" }
    for mark in marks {
      let letter =
        kinds.firstIndex(of: mark.label).map { Character(UnicodeScalar(UInt8(65 + $0 % 26))) } ?? "?"
      line[min(columns - 1, dot(mark.at, columns) / 2)] = letter
    }
    guard !marks.isEmpty || !gaps.isEmpty else { return [] }
    let legend = kinds.enumerated().map {
      "  \(Character(UnicodeScalar(UInt8(65 + $0.offset % 26))))  \($0.element)"
    }
    return [String(repeating: " ", count: Self.gutter) + String(line)] + legend
      + (gaps.isEmpty ? [] : ["  x  no value"])
  }
}

extension String {
  fileprivate var trimmedEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
