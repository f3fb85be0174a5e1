/// Whether groups differ in their survival: the log-rank test of Mantel and Cox.
///
/// It has the variance of the hypergeometric distribution; the short form, the sum of (O - E)² / E, is
/// another number.
package struct LogRank: Hashable, Sendable {
  /// The events of each group.
  package let observed: [Double]
  /// The events that each group would have had if all were alike.
  package let expected: [Double]
  /// The variances and covariances of observed less expected.
  package let covariance: [[Double]]
  package let chiSquare: Double
  /// One less than the number of groups that are ever at risk together with another.
  package let degrees: Int
  /// The chance of a difference at least so large when there is none; nil when nothing can be compared.
  package let p: Double?

  /// Compares two or more groups, each a table that counts people by time.
  package init(_ groups: [[TimeCount]]) throws(InvalidInput) {
    try self.init(strata: [groups])
  }

  /// Compares groups within strata: each stratum holds the same groups, in the same order.
  package init(strata: [[[TimeCount]]]) throws(InvalidInput) {
    let size = strata.first?.count ?? 0
    if strata.contains(where: { $0.count != size }) { throw .causes }
    var sums = Sums(size: size)
    for groups in strata {
      var tables: [[TimeCount]] = []
      for group in groups { tables.append(try group.merged()) }
      sums.add(tables)
    }
    observed = sums.observed
    expected = sums.expected
    covariance = sums.covariance
    let differences = zip(sums.observed, sums.expected).map { $0 - $1 }
    // The last group follows from the others.
    (chiSquare, degrees) = quadraticForm(
      Array(differences.dropLast()), sums.covariance.dropLast().map { Array($0.dropLast()) })
    p = degrees > 0 ? Gamma.chiSquareTail(chiSquare, degrees: degrees) : nil
  }
}

/// What is added up over the times of events.
private struct Sums {
  var observed: [Double]
  var expected: [Double]
  var covariance: [[Double]]

  init(size: Int) {
    observed = Array(repeating: 0, count: size)
    expected = observed
    covariance = Array(repeating: observed, count: size)
  }

  mutating func add(_ tables: [[TimeCount]]) {
    var atRisk = tables.map { $0.reduce(0) { $0 + $1.events + $1.censored } }
    var next = tables.map { _ in 0 }
    while let time = tables.indices.compactMap({
      next[$0] < tables[$0].count ? tables[$0][next[$0]].time : nil
    }).min() {
      var events = tables.map { _ in 0 }
      var gone = events
      for group in tables.indices
      where next[group] < tables[group].count && tables[group][next[group]].time == time {
        let row = tables[group][next[group]]
        events[group] = row.events
        gone[group] = row.events + row.censored
        next[group] += 1
      }
      add(events: events, atRisk: atRisk)
      for group in tables.indices { atRisk[group] -= gone[group] }
    }
  }

  private mutating func add(events: [Int], atRisk: [Int]) {
    let d = Double(events.reduce(0, +))
    let n = Double(atRisk.reduce(0, +))
    if d == 0 { return }
    let spread = n > 1 ? d * (n - d) / (n - 1) : 0
    for i in events.indices {
      let share = Double(atRisk[i]) / n
      observed[i] += Double(events[i])
      expected[i] += d * share
      for j in events.indices {
        covariance[i][j] += spread * share * ((i == j ? 1 : 0) - Double(atRisk[j]) / n)
      }
    }
  }
}

/// The form x' A⁻¹ x of a symmetric matrix, and the rank of the matrix; directions without variance are left out.
private func quadraticForm(_ x: [Double], _ matrix: [[Double]]) -> (value: Double, rank: Int) {
  var (x, a) = (x, matrix)
  let scale = a.indices.map { a[$0][$0] }.max() ?? 0
  var (value, rank) = (0.0, 0)
  var rest = Set(a.indices)
  while let pivot = rest.max(by: { (a[$0][$0], $1) < (a[$1][$1], $0) }), a[pivot][pivot] > scale * 1e-12 {
    rest.remove(pivot)
    rank += 1
    value += x[pivot] * x[pivot] / a[pivot][pivot]
    for i in rest {
      let factor = a[i][pivot] / a[pivot][pivot]
      x[i] -= factor * x[pivot]
      for j in rest { a[i][j] -= factor * a[pivot][j] }
    }
  }
  return (value, rank)
}
