/// Whether a change of a score is more than its measurement error, after Jacobson and Truax (1991).
package struct ReliableChange: Hashable, Sendable {
  /// The standard error of one measurement.
  package let standardError: Double
  /// The standard error of the difference of two measurements.
  package let differenceError: Double

  /// How many standard errors a change must have: 1.96, as the authors print it.
  package static let threshold = 1.96

  /// Takes the standard deviation before treatment and the reliability of the instrument.
  ///
  /// Nil unless the deviation is above 0 and the reliability from 0 to below 1.
  package init?(deviation: Double, reliability: Double) {
    guard deviation > 0, deviation.isFinite, (0..<1).contains(reliability) else { return nil }
    standardError = deviation * (1 - reliability).squareRoot()
    differenceError = standardError * 2.0.squareRoot()
  }

  /// The least change of the score that is reliable.
  package var leastReliable: Double { Self.threshold * differenceError }

  /// The index: the change in units of its standard error, negative when the score fell.
  package func index(from before: Double, to after: Double) -> Double {
    (after - before) / differenceError
  }

  /// What a change means where a low score is the better one, or the other way round.
  package func direction(from before: Double, to after: Double, lowerIsBetter: Bool) -> Direction {
    let index = index(from: before, to: after)
    if abs(index) < Self.threshold { return .none }
    return (index < 0) == lowerIsBetter ? .improved : .worsened
  }

  /// What became of a score.
  package enum Direction: String, CaseIterable, Hashable, Sendable, Codable {
    /// No change that is reliable.
    case none
    case improved, worsened
  }

  /// The score halfway between people with and without the disorder, weighted by their spread (criterion c).
  package static func cutOff(
    clinical: (mean: Double, deviation: Double), normal: (mean: Double, deviation: Double)
  ) -> Double {
    (normal.deviation * clinical.mean + clinical.deviation * normal.mean)
      / (normal.deviation + clinical.deviation)
  }
}
