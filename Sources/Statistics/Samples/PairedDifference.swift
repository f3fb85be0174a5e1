/// Whether a number changed in the same people: Student's t of the differences.
package struct PairedDifference: Hashable, Sendable {
  package let mean: Double
  /// The standard deviation of the differences, with n - 1.
  package let deviation: Double
  package let t: Double
  package let degrees: Int
  /// On both sides.
  package let p: Double

  /// Takes one difference for each person; nil for fewer than two people, or when all changed alike.
  package init?(_ differences: [Double]) {
    guard let sample = Sample(differences), let deviation = sample.deviation, deviation > 0 else {
      return nil
    }
    mean = sample.mean
    self.deviation = deviation
    t = sample.mean / (deviation / Double(differences.count).squareRoot())
    degrees = differences.count - 1
    p = Beta.studentTails(t, degrees: Double(degrees))
  }
}
