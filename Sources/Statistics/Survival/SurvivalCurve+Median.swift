extension SurvivalCurve {
  /// The first time with a share of at most one half; nil when the curve never gets there.
  package var median: Double? { time(whenAtMost: 1, of: 2) }

  /// The first time with a share of at most `numerator / denominator`; nil when the curve never gets there.
  ///
  /// A share that is exactly the fraction is found whatever rounding did to it: where the rounded share is so
  /// close that it cannot decide, whole numbers do.
  package func time(whenAtMost numerator: Int, of denominator: Int) -> Double? {
    let target = Double(numerator) / Double(denominator)
    for (index, step) in steps.enumerated() {
      if step.survival > target * (1 + 1e-9) { continue }
      if step.survival < target * (1 - 1e-9) { return step.time }
      if isAtMost(numerator, of: denominator, through: index) { return step.time }
    }
    return nil
  }

  /// The limits of the median: where the limits of the share cross one half; nil when one never does.
  package func medianLimits(
    _ kind: LimitKind = .logLog, level: Double = 0.95
  ) -> (lower: Double?, upper: Double?) {
    var (lower, upper): (Double?, Double?) = (nil, nil)
    for step in steps where step.events > 0 {
      // Once nobody is left the limits are not defined, and neither is where they would have crossed.
      guard let limits = step.limits(kind, level: level) else { break }
      if limits.lower <= 0.5 { lower = lower ?? step.time }
      if limits.upper <= 0.5 { upper = upper ?? step.time }
    }
    return (lower, upper)
  }

  /// The mean time without the event, counted up to `time`: the area under the curve.
  package func restrictedMean(until time: Double) -> Double {
    var area = 0.0
    var (last, survival) = (0.0, 1.0)
    for step in steps.prefix(while: { $0.time <= time }) {
      area += survival * (step.time - last)
      (last, survival) = (step.time, step.survival)
    }
    return area + survival * max(0, time - last)
  }

  /// Compares the share after the step at `index` with a fraction in whole numbers of any size.
  private func isAtMost(_ numerator: Int, of denominator: Int, through index: Int) -> Bool {
    var left = WholeNumber(UInt(denominator))
    var right = WholeNumber(UInt(numerator))
    // Without censoring between two steps one's remainder is the other's number at risk, and both cancel out.
    var pending: Int?
    for step in steps[...index] where step.events > 0 {
      if step.atRisk != pending {
        if let pending { left.multiply(by: UInt(pending)) }
        right.multiply(by: UInt(step.atRisk))
      }
      pending = step.atRisk - step.events
    }
    if let pending { left.multiply(by: UInt(pending)) }
    return left <= right
  }
}

/// A whole number of any size that can be multiplied and compared.
private struct WholeNumber {
  /// Least significant first, without leading zeros.
  private var words: [UInt]

  init(_ value: UInt) {
    words = value == 0 ? [] : [value]
  }

  mutating func multiply(by factor: UInt) {
    if factor == 0 { words = [] }
    var carry: UInt = 0
    for index in words.indices {
      let (high, low) = words[index].multipliedFullWidth(by: factor)
      let (sum, overflow) = low.addingReportingOverflow(carry)
      words[index] = sum
      carry = high + (overflow ? 1 : 0)
    }
    if carry > 0 { words.append(carry) }
  }

  static func <= (left: Self, right: Self) -> Bool {
    if left.words.count != right.words.count { return left.words.count < right.words.count }
    for (a, b) in zip(left.words.reversed(), right.words.reversed()) where a != b { return a < b }
    return true
  }
}
