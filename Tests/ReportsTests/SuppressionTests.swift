import TestSupport
import Testing

@testable import Reports

@Suite struct SuppressionTests {
  /// A table with a total for each row, for each column, and for all.
  private struct TwoWay {
    var counts = LinkedCounts()
    var inner: [[Int]] = []
    var right: [Int] = []
    var below: [Int] = []
    var corner = 0

    init(_ values: [[Int]]) {
      inner = values.map { row in row.map { counts.print($0) } }
      right = zip(values, inner).map { values, cells in
        let total = counts.print(values.reduce(0, +), cost: 1)
        counts.tie(cells, to: total)
        return total
      }
      below = values[0].indices.map { column in
        let total = counts.print(values.reduce(0) { $0 + $1[column] }, cost: 1)
        counts.tie(inner.map { $0[column] }, to: total)
        return total
      }
      corner = counts.print(values.joined().reduce(0, +), cost: 2)
      counts.tie(right, to: corner)
      counts.tie(below, to: corner)
    }
  }

  @Test func `a table without small counts is published whole, zeros too`() {
    let table = TwoWay([[0, 11, 30], [25, 0, 0]])

    #expect(Suppression(table.counts).isWithheld.allSatisfy { !$0 })
  }

  @Test func `one small count takes three others with it, and they form a rectangle`() {
    let table = TwoWay([[4, 40, 50], [60, 70, 80], [30, 90, 100]])

    let suppression = Suppression(table.counts)

    let withheld = table.inner.map { $0.map { suppression.isWithheld[$0] } }
    #expect(withheld == [[true, true, false], [false, false, false], [true, true, false]])
    #expect((table.right + table.below + [table.corner]).allSatisfy { !suppression.isWithheld[$0] })
  }

  @Test func `two small counts of a row are not enough where they add up to few`() {
    // 4 + 5 are 9: who knows the total knows that each is less than 11.
    let table = TwoWay([[4, 5, 50], [60, 70, 80]])

    let suppression = Suppression(table.counts)

    let row = table.inner[0] + [table.right[0]]
    #expect(row.filter { suppression.isWithheld[$0] }.count > 2)
  }

  @Test func `what follows from a rest is withheld as well`() {
    var counts = LinkedCounts()
    let all = counts.print(100, cost: 1)
    let some = counts.print(97)
    counts.rest(of: all, beside: [some])

    let suppression = Suppression(counts)

    #expect(suppression.isWithheld[some])
    #expect(!suppression.isWithheld[all])
  }

  @Test func `a table of nobody but a few is withheld whole`() {
    let table = TwoWay([[1, 2], [3, 0]])

    let suppression = Suppression(table.counts)

    #expect(table.counts.cells.indices.filter { !suppression.isWithheld[$0] } == [table.inner[1][1]])
  }

  @Test func `the same table has the same counts withheld`() {
    let table = TwoWay([[4, 40, 5], [60, 7, 80], [30, 90, 0]])

    #expect(Suppression(table.counts).isWithheld == Suppression(table.counts).isWithheld)
  }

  @Test func `no number of groups hangs it`() {
    let table = TwoWay((0..<10_000).map { [$0 % 23, $0 % 7, $0 % 31] })

    let suppression = Suppression(table.counts)

    #expect(suppression.isUndecided)
  }

  /// Tries every table of two rows and two columns that is possible, up to a bound.
  @Test(arguments: 0..<16 as Range<UInt64>)
  func `somebody who tries every possible table learns nothing`(_ seed: UInt64) {
    var random = SeededRandom(seed)
    let table = TwoWay((0..<2).map { _ in (0..<2).map { _ in Int.random(in: 0...14, using: &random) } })
    let suppression = Suppression(table.counts)
    let values = table.counts.cells.map(\.value)
    func may(_ cell: Int, _ value: Int) -> Bool {
      suppression.isWithheld[cell] ? value > 0 : value == values[cell]
    }
    let pairs = (0...24).flatMap { first in (0...24).map { (first, $0) } }
    func rows(_ row: Int) -> [(Int, Int)] {
      pairs.filter {
        may(table.inner[row][0], $0.0) && may(table.inner[row][1], $0.1) && may(table.right[row], $0.0 + $0.1)
      }
    }
    let (first, second) = (rows(0), rows(1))
    var possible = values.map { _ in Set<Int>() }
    for (a, b) in first {
      for (c, d) in second {
        guard may(table.below[0], a + c), may(table.below[1], b + d), may(table.corner, a + b + c + d) else {
          continue
        }
        for (cell, value) in zip(table.inner.joined(), [a, b, c, d]) { possible[cell].insert(value) }
      }
    }

    for cell in table.inner.joined() where suppression.isWithheld[cell] {
      #expect(possible[cell].count > 1)
      if SmallCount.contains(values[cell]) { #expect(possible[cell].contains { $0 > 10 }) }
    }
  }
}
