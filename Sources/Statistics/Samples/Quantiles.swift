/// Numbers in order, of which quantiles are asked.
package struct Sample: Hashable, Sendable {
  /// In rising order.
  package let values: [Double]

  /// Nil when there are no numbers, or one of them is no number.
  package init?(_ values: [Double]) {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    self.values = values.sorted()
  }

  /// The sum of the numbers over how many they are.
  package var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// The standard deviation with n - 1; nil for a single number.
  package var deviation: Double? {
    guard values.count > 1 else { return nil }
    let mean = mean
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
  }

  /// The quantile `p` from 0 to 1 with linear interpolation: type 7, PostgreSQL's `percentile_cont`.
  package func quantile(_ p: Double) -> Double {
    let place = max(0, min(1, p)) * Double(values.count - 1)
    let index = Int(place)
    guard index + 1 < values.count else { return values[index] }
    return values[index] + (place - Double(index)) * (values[index + 1] - values[index])
  }

  /// The first number whose cumulative share is at least `p`: PostgreSQL's `percentile_disc`.
  package func discreteQuantile(_ p: Double) -> Double {
    let n = Double(values.count)
    var rank = max(1, min(values.count, Int((max(0, min(1, p)) * n).rounded(.up))))
    // Rounding may have carried the product over a whole number.
    while rank > 1, Double(rank - 1) / n >= p { rank -= 1 }
    return values[rank - 1]
  }
}
