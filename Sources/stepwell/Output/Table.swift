/// Rows under headings, in columns as wide as their widest cell.
struct Table {
  struct Column {
    let title: String
    /// Cells that are longer are cut.
    var limit = 60
    var isNumber = false
    /// Cells that are longer are not cut but go on below.
    var wraps = false

    static func text(_ title: String, limit: Int = 60) -> Column { Column(title: title, limit: limit) }
    static func words(_ title: String, limit: Int) -> Column {
      Column(title: title, limit: limit, wraps: true)
    }
    static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
  }

  let columns: [Column]
  var rows: [[String]] = []

  init(_ columns: Column...) { self.columns = columns }

  init(_ columns: [Column]) { self.columns = columns }

  mutating func add(_ cells: String?...) { rows.append(cells.map { $0 ?? "" }) }

  /// The text of the table, each line ending in a line break; headings are written by `style`.
  func text(_ style: Style) -> String {
    let cells = rows.flatMap { row in
      let stacks = zip(row, columns).map { $1.lines(of: $0.printable) }
      return (0..<(stacks.map(\.count).max() ?? 0)).map { index in
        stacks.map { $0.indices.contains(index) ? $0[index] : "" }
      }
    }
    let widths = columns.indices.map { index in
      cells.map { $0[index].count }.reduce(columns[index].title.count, max)
    }
    func line(_ row: [String]) -> String {
      zip(zip(row, columns), widths).map { cell, width in
        let gap = String(repeating: " ", count: max(0, width - cell.0.count))
        return cell.1.isNumber ? gap + cell.0 : cell.0 + gap
      }.joined(separator: "  ").trimmingTail
    }
    return ([style.heading(line(columns.map(\.title)))] + cells.map(line)).map { $0 + "\n" }.joined()
  }
}

extension Table.Column {
  /// A cell as it stands in the column, in one line or more.
  fileprivate func lines(of cell: String) -> [String] {
    wraps
      ? cell.wrapped(to: limit).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      : [cell.cut(to: limit)]
  }
}

/// Names with their values, one a line.
struct KeyValues {
  var pairs: [(name: String, value: String)] = []

  /// Leaves out what has no value.
  mutating func add(_ name: String, _ value: String?) {
    if let value, !value.isEmpty { pairs.append((name, value)) }
  }

  func text(_ style: Style) -> String {
    let width = pairs.map(\.name.count).max() ?? 0
    return pairs.map { name, value in
      let gap = String(repeating: " ", count: width - name.count + 2)
      return "\(style.heading(name))\(gap)\(value.printable)\n"
    }.joined()
  }
}

extension String {
  /// Without what could command a terminal.
  var printable: String {
    String(
      String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }

  /// In lines of at most `width` characters, broken between words.
  func wrapped(to width: Int) -> String {
    split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + word.count < width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }.joined(separator: "\n")
  }

  func cut(to limit: Int) -> String {
    count <= limit ? self : prefix(limit - 1) + "…"
  }

  fileprivate var trimmingTail: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
