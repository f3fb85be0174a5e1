/// A field of characters of two by four dots each.
struct BrailleCanvas {
  private let columns: Int
  private var dots: [[UInt8]]
  private var letters: [[Character?]]
  private var series: [[Int?]]

  init(columns: Int, rows: Int) {
    self.columns = columns
    dots = Array(repeating: Array(repeating: 0, count: columns), count: rows)
    letters = Array(repeating: Array(repeating: nil, count: columns), count: rows)
    series = Array(repeating: Array(repeating: nil, count: columns), count: rows)
  }

  mutating func horizontal(row: Int, from start: Int, to end: Int, series: Int) {
    for column in start...max(start, end) { set(column: column, row: row, series: series) }
  }

  mutating func vertical(column: Int, from start: Int, to end: Int, series: Int) {
    for row in min(start, end)...max(start, end) { set(column: column, row: row, series: series) }
  }

  /// Puts a letter in place of the dots of a character, unless one stands there.
  mutating func letter(_ letter: Character, column: Int, row: Int, series index: Int) {
    guard dots.indices.contains(row), (0..<columns).contains(column), letters[row][column] == nil else {
      return
    }
    letters[row][column] = letter
    series[row][column] = index
  }

  private mutating func set(column: Int, row: Int, series index: Int) {
    guard dots.indices.contains(row / 4), (0..<columns).contains(column / 2) else { return }
    // The dots of a character as Unicode numbers them, by row and column.
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    dots[row / 4][column / 2] |= bits[row % 4][column % 2]
    series[row / 4][column / 2] = index
  }

  /// One line of characters, coloured by the curve that was drawn last.
  func line(_ row: Int, color: Bool) -> String {
    var text = ""
    for column in 0..<columns {
      let character = letters[row][column] ?? braille(dots[row][column])
      if color, character != " ", let index = series[row][column] {
        text += "\u{1B}[3\([4, 3, 2, 5, 6, 1][index % 6])m\(character)\u{1B}[0m"
      } else {
        text.append(character)
      }
    }
    return text
  }

  private func braille(_ dots: UInt8) -> Character {
    dots == 0 ? " " : UnicodeScalar(0x2800 + UInt32(dots)).map(Character.init) ?? " "
  }
}
