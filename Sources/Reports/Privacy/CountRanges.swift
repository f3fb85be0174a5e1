/// What somebody who reads the published counts can still think possible of those that are withheld.
///
/// The counts that are withheld are unknowns of a system of sums, none of them negative. From the values that they have,
/// this goes from corner to corner of all that is possible (the simplex method), looking for a table in which a given
/// unknown has another value. A corner is only a proposal: what it proposes is rounded and put into every sum in whole
/// numbers, and counts as possible when all of them hold. No error of rounding can therefore make a table look safe.
struct CountRanges {
  /// The values that the unknowns may have at least.
  private let least: [Int]
  /// The unknowns' coefficients in every sum, as they were, and what they come to.
  private let sums: [(terms: [(unknown: Int, sign: Int)], constant: Int)]
  /// How far each unknown is above its least value.
  private var above: [Double]
  /// One row for each basic unknown, in terms of the others.
  private var rows: [[Double]] = []
  private var basic: [Int] = []
  private var rowOf: [Int?]

  private static let tolerance = 1e-7
  /// The greatest table of coefficients that is looked through.
  static let limit = 2_000_000

  /// Nil when there are too many unknowns for the time that there is.
  ///
  /// `sums` have the unknowns by their places in `values`, with the sign 1 for a part and -1 for the whole.
  init?(values: [Int], least: [Int], sums: [[(unknown: Int, sign: Int)]]) {
    guard values.count * sums.count <= Self.limit else { return nil }
    self.least = least
    self.sums = sums.map { terms in (terms, terms.reduce(0) { $0 + $1.sign * values[$1.unknown] }) }
    above = zip(values, least).map { Double($0 - $1) }
    rowOf = Array(repeating: nil, count: values.count)
    eliminate()
    settle()
  }

  /// Solves every sum for one unknown that stands in no other.
  private mutating func eliminate() {
    for (terms, _) in sums {
      var row = [Double](repeating: 0, count: above.count)
      for (unknown, sign) in terms { row[unknown] += Double(sign) }
      for (index, unknown) in basic.enumerated() where row[unknown] != 0 {
        Self.subtract(row[unknown], of: rows[index], from: &row)
      }
      guard let pivot = row.firstIndex(where: { abs($0) > Self.tolerance }) else { continue }
      rows.append(row)
      basic.append(pivot)
      pivotRow(rows.count - 1, on: pivot)
    }
  }

  /// Moves every unknown that is not basic to its least value or into the basis, so that a corner is reached.
  private mutating func settle() {
    for unknown in above.indices where rowOf[unknown] == nil && above[unknown] > 0 {
      var (step, leaving) = (above[unknown], nil as Int?)
      for row in rows.indices where rows[row][unknown] < -Self.tolerance {
        let limit = above[basic[row]] / -rows[row][unknown]
        if limit < step { (step, leaving) = (limit, row) }
      }
      move(unknown, by: -step)
      if let leaving { enter(unknown, leaving: leaving) }
    }
  }

  /// Looks for a possible table in which the unknown has `target` or more, and answers all unknowns of that table.
  mutating func table(raising unknown: Int, to target: Int) -> [Int]? {
    search(unknown, direction: -1, to: Double(target - least[unknown]))
  }

  /// Looks for a possible table in which the unknown has `target` or less, and answers all unknowns of that table.
  mutating func table(lowering unknown: Int, to target: Int) -> [Int]? {
    search(unknown, direction: 1, to: Double(target - least[unknown]))
  }

  /// Goes on while the unknown can be changed; `direction` is the sign of the coefficients that change it so.
  private mutating func search(_ unknown: Int, direction: Double, to target: Double) -> [Int]? {
    for round in 0..<(20 * (rows.count + 10)) {
      let missing = (above[unknown] - target) * direction
      if missing <= Self.tolerance { return checked(above) }
      guard let entering = entering(unknown, direction, first: round > 4 * (rows.count + 10)) else {
        return nil
      }
      var (step, leaving) = (Double.infinity, nil as Int?)
      for row in rows.indices where rows[row][entering] > Self.tolerance {
        let limit = above[basic[row]] / rows[row][entering]
        if limit < step || limit == step && leaving.map({ basic[row] < basic[$0] }) ?? true {
          (step, leaving) = (limit, row)
        }
      }
      guard let leaving else {
        // Nothing limits it: as far as is asked.
        let rate = rowOf[unknown].map { abs(rows[$0][entering]) } ?? 1
        var far = self
        far.move(entering, by: (missing / rate).rounded(.up))
        return checked(far.above)
      }
      move(entering, by: step)
      enter(entering, leaving: leaving)
    }
    return nil
  }

  /// The unknown outside the basis that changes the other one most, or the first one; nil when none does.
  private func entering(_ unknown: Int, _ direction: Double, first: Bool) -> Int? {
    guard let row = rowOf[unknown] else { return direction < 0 ? unknown : nil }
    var (best, found) = (Self.tolerance, nil as Int?)
    for other in above.indices where rowOf[other] == nil {
      let gain = rows[row][other] * direction
      if gain > best {
        (best, found) = (gain, other)
        if first { break }
      }
    }
    return found
  }

  /// Changes an unknown that is not basic, and those that depend on it.
  private mutating func move(_ unknown: Int, by step: Double) {
    guard step != 0 else { return }
    above[unknown] += step
    for row in rows.indices where rows[row][unknown] != 0 {
      above[basic[row]] = max(0, above[basic[row]] - rows[row][unknown] * step)
    }
  }

  private mutating func enter(_ unknown: Int, leaving row: Int) {
    above[basic[row]] = 0
    rowOf[basic[row]] = nil
    basic[row] = unknown
    pivotRow(row, on: unknown)
  }

  /// Makes the unknown stand in this row alone, with the coefficient 1.
  private mutating func pivotRow(_ pivot: Int, on unknown: Int) {
    let factor = rows[pivot][unknown]
    if factor != 1 { for column in rows[pivot].indices { rows[pivot][column] /= factor } }
    rowOf[unknown] = pivot
    let source = rows[pivot]
    for row in rows.indices where row != pivot && rows[row][unknown] != 0 {
      Self.subtract(rows[row][unknown], of: source, from: &rows[row])
      rows[row][unknown] = 0
    }
  }

  private static func subtract(_ factor: Double, of source: [Double], from row: inout [Double]) {
    row.withUnsafeMutableBufferPointer { row in
      source.withUnsafeBufferPointer { source in
        for column in row.indices where source[column] != 0 { row[column] -= factor * source[column] }
      }
    }
  }

  /// The table in whole numbers, when it fulfils every sum and no unknown is less than it may be.
  private func checked(_ above: [Double]) -> [Int]? {
    let table = zip(above, least).map { Int($0.rounded()) + $1 }
    let isPossible = sums.allSatisfy { terms, constant in
      terms.reduce(0) { $0 + $1.sign * table[$1.unknown] } == constant
    }
    return isPossible && zip(table, least).allSatisfy { $0 >= $1 } ? table : nil
  }
}
