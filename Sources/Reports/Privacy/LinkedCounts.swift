/// Counts that are to be published and the sums that tie them to each other.
///
/// Whoever reads a table knows its sums: a row adds up to its total, those who left are those who left in one way or
/// another. A count that is not printed but follows from others, such as those who did *not* come back, is in here too,
/// because it can be worked out as well as if it were printed.
package struct LinkedCounts: Hashable, Sendable {
  /// One count of the table, or one that follows from it.
  package struct Cell: Hashable, Sendable {
    package let value: Int
    /// Whether it would be printed; the others are known only through the sums.
    package let isPrinted: Bool
    /// How much is lost when it is withheld, beside its size: a total costs more than one of its parts.
    package let cost: Int
  }

  /// A whole and the parts that add up to it.
  package struct Sum: Hashable, Sendable {
    package let whole: Int
    package let parts: [Int]
  }

  package private(set) var cells: [Cell] = []
  package private(set) var sums: [Sum] = []

  package init() {}

  /// Adds a count of the table, and answers its number.
  package mutating func print(_ value: Int, cost: Int = 0) -> Int {
    cells.append(Cell(value: value, isPrinted: true, cost: cost))
    return cells.count - 1
  }

  /// Adds a count that is not printed, and answers its number.
  package mutating func imply(_ value: Int) -> Int {
    cells.append(Cell(value: value, isPrinted: false, cost: 0))
    return cells.count - 1
  }

  /// Says that `parts` add up to `whole`; a sum that is not true of the values is left out, because nobody can use it.
  package mutating func tie(_ parts: [Int], to whole: Int) {
    guard parts.reduce(0, { $0 + cells[$1].value }) == cells[whole].value else { return }
    sums.append(Sum(whole: whole, parts: parts))
  }

  /// Says that `parts` are some of `whole`, and adds the count of the others, which is not printed.
  ///
  /// That there are no others is taken for known: it often is, as where each person is counted once.
  package mutating func rest(of whole: Int, beside parts: [Int]) {
    let others = cells[whole].value - parts.reduce(0) { $0 + cells[$1].value }
    if others >= 0 { tie(others == 0 ? parts : parts + [imply(others)], to: whole) }
  }
}
