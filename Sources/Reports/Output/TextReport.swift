extension CohortReport {
  /// The report for a terminal of `width` columns, 40 at least.
  ///
  /// With `color` each curve has a colour; they have letters in any case.
  package func text(width: Int = 80, color: Bool = false) -> String {
    let width = max(width, 40)
    var lines = [definition.title, String(repeating: "═", count: min(definition.title.count, width))]
    lines += heading.flatMap { wrapped($0, to: width) }
    if isEmpty { lines += ["", Self.nobody] }
    for panel in panels {
      if let name = panel.name {
        let title = "\(name.label) (\(Figures.count(panel.count)))"
        lines += ["", title, String(repeating: "─", count: min(title.count, width))]
      }
      for result in panel.results {
        if let retention = result.figures as? RetentionCurves {
          let plot = TerminalPlot(retention.largest, width: width, color: color)
          lines += ["", "\(retention.event.remaining), by day"] + plot.lines
        }
        for table in result.figures.tables(definition.by?.label ?? "group") where !table.rows.isEmpty {
          lines += ["", table.title] + table.lines(width: width)
        }
        if let remark = result.figures.remark { lines += [""] + wrapped(remark, to: width) }
      }
    }
    lines += [""] + notes.flatMap { wrapped("· \($0)", to: width, indent: "  ") }
    return lines.map { $0.trimmedRight }.joined(separator: "\n") + "\n"
  }
}

extension Table {
  /// Columns two blanks apart, words to the left, figures to the right, long words cut.
  func lines(width: Int) -> [String] {
    var widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
    let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
    if excess > 0, let first = widths.first { widths[0] = max(8, first - excess) }
    func line(_ cells: [String]) -> String {
      cells.enumerated().map { column, cell in
        let cell = cell.count > widths[column] ? "\(cell.prefix(widths[column] - 1))…" : cell
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return column < words ? cell + blanks : blanks + cell
      }.joined(separator: "  ")
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    var lines = [line(head), rule] + rows.map(line)
    if hasTotal { lines.insert(rule, at: lines.count - 1) }
    return lines
  }
}

extension String {
  fileprivate var trimmedRight: String { String(reversed().drop { $0 == " " }.reversed()) }
}

/// The text in lines of at most `width` characters, broken between words.
func wrapped(_ text: String, to width: Int, indent: String = "") -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty, line.count + 1 + word.count > width {
      lines.append(line)
      line = indent + word
    } else {
      line += line.isEmpty ? String(word) : " \(word)"
    }
  }
  return line.isEmpty ? lines : lines + [line]
}
