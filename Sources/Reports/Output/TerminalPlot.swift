/// Step curves in Braille dots, with an axis and the number at risk.
struct TerminalPlot {
  private let retention: RetentionCurves
  private let color: Bool
  /// The columns and rows of characters inside the axes.
  private let columns: Int
  private let rows = 12
  private let gutter = 6

  init(_ retention: RetentionCurves, width: Int, color: Bool) {
    self.retention = retention
    self.color = color
    columns = max(20, width - gutter - 4)
  }

  /// The plot from the top to the table of those at risk.
  var lines: [String] {
    var canvas = BrailleCanvas(columns: columns, rows: rows)
    for (index, curve) in retention.curves.enumerated() { draw(curve, index, on: &canvas) }
    let plot = (0..<rows).map { row in axisLabel(row) + canvas.line(row, color: color) + ends(row) }
    let axis = String(repeating: " ", count: gutter - 1) + "└" + ticks
    return plot + [axis, dayLabels, "", "At risk"] + atRisk + legend
  }

  /// The dot column of a day.
  private func x(_ day: Int) -> Int { day * (2 * columns - 1) / retention.horizon }

  /// The dot row of a share, from the top.
  private func y(_ share: Double) -> Int { Int(((1 - share) * Double(4 * rows - 1)).rounded()) }

  private func draw(_ curve: RetentionCurve, _ index: Int, on canvas: inout BrailleCanvas) {
    var (last, level) = (0, y(1))
    for point in curve.points {
      let (column, next) = (x(point.day), y(point.retained))
      canvas.horizontal(row: level, from: last, to: column, series: index)
      canvas.vertical(column: column, from: level, to: next, series: index)
      (last, level) = (column, next)
    }
    guard retention.curves.count > 1 else { return }
    // Where a curve falls it stands apart from the others.
    for share in [0.75, 0.5, 0.25] {
      guard let point = curve.points.first(where: { $0.retained <= share }) else { break }
      canvas.letter(letter(index), column: x(point.day) / 2, row: y(share) / 4, series: index)
    }
  }

  private func letter(_ index: Int) -> Character { Character(UnicodeScalar(UInt8(65 + index % 26))) }

  private func axisLabel(_ row: Int) -> String {
    switch row {
    case 0: "100 %┤"
    case rows / 2: " 50 %┤"
    case rows - 1: "  0 %┤"
    default: String(repeating: " ", count: gutter - 1) + "│"
    }
  }

  /// The letters of the curves that end in this row.
  private func ends(_ row: Int) -> String {
    guard retention.curves.count > 1 else { return "" }
    let here = retention.curves.indices.filter { index in
      retention.curves[index].points.last.map { y($0.retained) / 4 == row } ?? false
    }
    return here.isEmpty ? "" : " " + String(here.map(letter))
  }

  /// The marks that have room for their figures.
  private var marks: [(column: Int, index: Int)] {
    let widest = retention.curves.flatMap { $0.marks.map { Figures.count($0.atRisk).count } }.max() ?? 1
    var kept: [(column: Int, index: Int)] = []
    for (index, day) in retention.marks.enumerated() {
      let column = x(day) / 2
      if let last = kept.last, column - last.column < widest + 2 { continue }
      kept.append((column, index))
    }
    return kept
  }

  private var ticks: String {
    let columns = Set(marks.map(\.column))
    return String((0..<self.columns).map { columns.contains($0) ? "┬" : "─" })
  }

  private var dayLabels: String {
    placed(marks.map { ($0.column, "\(retention.marks[$0.index])") }, label: " day")
  }

  private var atRisk: [String] {
    retention.curves.enumerated().map { index, curve in
      placed(
        marks.map { ($0.column, Figures.count(curve.marks[$0.index].atRisk)) },
        label: retention.curves.count > 1 ? "   \(letter(index))" : "")
    }
  }

  private var legend: [String] {
    guard retention.curves.count > 1 else { return [] }
    return [""] + retention.curves.enumerated().map { "   \(letter($0.offset))  \($0.element.group.label)" }
  }

  /// Texts centred under their columns, with a label in the gutter.
  private func placed(_ texts: [(column: Int, text: String)], label: String) -> String {
    var line = label
    for (column, text) in texts {
      let start = max(gutter + column - text.count / 2, line.count + 1)
      line += String(repeating: " ", count: start - line.count) + text
    }
    return line
  }
}
