/// So many out of so many.
package struct Proportion: Hashable, Sendable {
  package let part: Int
  package let whole: Int

  /// Nil unless `0 <= part <= whole` and `whole > 0`: of nobody there is no share.
  package init?(_ part: Int, of whole: Int) {
    guard whole > 0, (0...whole).contains(part) else { return nil }
    self.part = part
    self.whole = whole
  }

  /// The part of the whole, from 0 to 1.
  package var share: Double { Double(part) / Double(whole) }

  /// The limits of Wilson, without continuity correction.
  package func wilson(level: Double = 0.95) -> Limits {
    let z = Normal.reach(level: level)
    let n = Double(whole)
    let square = z * z / n
    let middle = (share + square / 2) / (1 + square)
    let reach = z * (share * (1 - share) / n + square / (4 * n)).squareRoot() / (1 + square)
    // Exact at the ends, where rounding would leave a speck.
    return Limits(part == 0 ? 0 : middle - reach, part == whole ? 1 : middle + reach).cutToShare
  }

  /// The limits of Clopper and Pearson, which are never too narrow, and mostly too wide.
  package func clopperPearson(level: Double = 0.95) -> Limits {
    let tail = (1 - level) / 2
    let (x, n) = (Double(part), Double(whole))
    return Limits(
      part == 0 ? 0 : Beta.quantile(tail, x, n - x + 1),
      part == whole ? 1 : Beta.quantile(1 - tail, x + 1, n - x))
  }

  /// This share less another, with the limits of Newcombe, which square and add those of Wilson.
  package func difference(
    from other: Proportion, level: Double = 0.95
  ) -> (difference: Double, limits: Limits) {
    func away(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    let (own, others) = (wilson(level: level), other.wilson(level: level))
    let difference = share - other.share
    return (
      difference,
      Limits(
        difference - away(share - own.lower, others.upper - other.share),
        difference + away(own.upper - share, other.share - others.lower))
    )
  }
}
