import Foundation
import Reports

/// Says for each table on the standard input, one a line, which of its counts are withheld when it leaves.
///
/// A table is `{"cells": [[value, 1 if printed, cost], …], "sums": [[whole, part, part, …], …]}`; the answer is
/// `{"withheld": [true, false, …], "undecided": false}`.
@main
struct SuppressionProbe {
  private struct Table: Decodable {
    let cells: [[Int]]
    let sums: [[Int]]
  }

  private struct Answer: Encodable {
    let withheld: [Bool]
    let undecided: Bool
  }

  static func main() throws {
    while let line = readLine() {
      let table = try JSONDecoder().decode(Table.self, from: Data(line.utf8))
      var counts = LinkedCounts()
      for cell in table.cells {
        _ = cell[1] == 1 ? counts.print(cell[0], cost: cell[2]) : counts.imply(cell[0])
      }
      for sum in table.sums { counts.tie(Array(sum.dropFirst()), to: sum[0]) }
      let suppression = Suppression(counts)
      let answer = Answer(withheld: suppression.isWithheld, undecided: suppression.isUndecided)
      print(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
    }
  }
}
