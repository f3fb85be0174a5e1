/// Which counts of a table are withheld so that no small one can be worked out.
///
/// Withheld are the small counts themselves, and as many others as it takes: the published rest must leave it possible
/// that each small count is 11 or more, and that each other one that is withheld has another value. Zeros are always
/// published; a reader who knows that takes every withheld count for at least 1, and so does the check. A count that is
/// not printed but follows from others must be able to be none, or 11 or more.
package struct Suppression: Sendable {
  package let counts: LinkedCounts
  /// Whether the count of that number is withheld; also true of counts that are never printed.
  package private(set) var isWithheld: [Bool]
  /// Whether there are so many small counts that safety could not be established; nothing of it may then be published.
  package private(set) var isUndecided = false

  private let sumsOf: [[Int]]

  package init(_ counts: LinkedCounts) {
    self.counts = counts
    isWithheld = counts.cells.map { !$0.isPrinted || SmallCount.contains($0.value) }
    var sumsOf = [[Int]](repeating: [], count: counts.cells.count)
    for (index, sum) in counts.sums.enumerated() {
      for cell in [sum.whole] + sum.parts { sumsOf[cell].append(index) }
    }
    self.sumsOf = sumsOf
    var open = Set(counts.cells.indices.filter { isWithheld[$0] })
    while !open.isEmpty, !isUndecided {
      open = withholdMore(for: open)
    }
  }

  /// Checks every part of the table that has one of `cells` in it, withholds more where it is not safe, and answers the
  /// cells that have to be checked again.
  private mutating func withholdMore(for cells: Set<Int>) -> Set<Int> {
    var (again, seen) = (Set<Int>(), Set<Int>())
    for cell in cells.sorted() where !seen.contains(cell) {
      let part = part(of: cell)
      seen.formUnion(part.cells)
      guard let exposed = exposed(in: part) else {
        isUndecided = true
        return []
      }
      var chosen: Set<Int> = []
      for cell in exposed {
        if sumsOf[cell].contains(where: { !chosen.isDisjoint(with: members(of: $0)) }) { continue }
        guard let other = companion(of: cell, in: part) else { continue }
        chosen.insert(other)
        isWithheld[other] = true
      }
      if chosen.isEmpty, !exposed.isEmpty { isUndecided = true }
      again.formUnion(chosen)
    }
    return again
  }

  /// Withheld counts that have sums in common, directly or through each other.
  private struct Part {
    var cells: [Int] = []
    var sums: [Int] = []
  }

  private func members(of sum: Int) -> [Int] { [counts.sums[sum].whole] + counts.sums[sum].parts }

  private func part(of cell: Int) -> Part {
    var part = Part(cells: [cell])
    var (seenCells, seenSums) = (Set([cell]), Set<Int>())
    var next = 0
    while next < part.cells.count {
      for sum in sumsOf[part.cells[next]] where seenSums.insert(sum).inserted {
        part.sums.append(sum)
        for other in members(of: sum) where isWithheld[other] && seenCells.insert(other).inserted {
          part.cells.append(other)
        }
      }
      next += 1
    }
    return part
  }

  /// The counts of which the published ones tell too much; nil when there are too many to look at.
  private func exposed(in part: Part) -> [Int]? {
    let place = Dictionary(uniqueKeysWithValues: part.cells.enumerated().map { ($1, $0) })
    let values = part.cells.map { counts.cells[$0].value }
    let sums = part.sums.map { number in
      let sum = counts.sums[number]
      return sum.parts.compactMap { cell in place[cell].map { (unknown: $0, sign: 1) } }
        + (place[sum.whole].map { [(unknown: $0, sign: -1)] } ?? [])
    }
    // Where nothing published is in any of the sums, all could be as many times more as anybody likes.
    if part.sums.allSatisfy({ members(of: $0).allSatisfy { isWithheld[$0] || counts.cells[$0].value == 0 } })
    {
      return []
    }
    let least = part.cells.map { counts.cells[$0].isPrinted ? 1 : 0 }
    guard var ranges = CountRanges(values: values, least: least, sums: sums) else { return nil }
    var isSafe = part.cells.map {
      !counts.cells[$0].isPrinted && !SmallCount.contains(counts.cells[$0].value)
    }
    func note(_ table: [Int]) {
      for unknown in table.indices where !isSafe[unknown] {
        isSafe[unknown] = isProtected(part.cells[unknown], by: table[unknown])
      }
    }
    for unknown in part.cells.indices where !isSafe[unknown] {
      let above = max(values[unknown], SmallCount.range.upperBound) + 1
      if let table = ranges.table(raising: unknown, to: above) { note(table) }
      let below = SmallCount.contains(values[unknown]) ? 0 : values[unknown] - 1
      if !isSafe[unknown], below >= least[unknown], let table = ranges.table(lowering: unknown, to: below) {
        note(table)
      }
    }
    return part.cells.indices.filter { !isSafe[$0] }.map { part.cells[$0] }
  }

  /// Whether it is enough that the count could also be `possible`.
  private func isProtected(_ cell: Int, by possible: Int) -> Bool {
    let cell = counts.cells[cell]
    guard SmallCount.contains(cell.value) else { return possible != cell.value }
    return possible > SmallCount.range.upperBound || (!cell.isPrinted && possible == 0)
  }

  /// The published count that had best be withheld with `cell`; nil when there is none left to withhold.
  private func companion(of cell: Int, in part: Part) -> Int? {
    best(among: sumsOf[cell]) ?? best(among: part.sums)
  }

  private func best(among sums: [Int]) -> Int? {
    let candidates = Set(sums.flatMap(members)).filter { !isWithheld[$0] && counts.cells[$0].value > 0 }
    return candidates.min { rank($0).lexicographicallyPrecedes(rank($1)) }
  }

  /// The lower, the better: best is a count that stands beside lonely ones and opens no new hole.
  private func rank(_ cell: Int) -> [Int] {
    var holes = 0
    for sum in sumsOf[cell] {
      let withheld = members(of: sum).count { isWithheld[$0] }
      holes += withheld == 0 ? 1 : withheld == 1 ? -1 : 0
    }
    return [holes, counts.cells[cell].cost, counts.cells[cell].value, cell]
  }
}
