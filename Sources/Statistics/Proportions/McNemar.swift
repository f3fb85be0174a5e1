/// Whether a yes-or-no thing changed in the same people, from those who changed one way or the other.
package struct McNemar: Hashable, Sendable {
  package let chiSquare: Double
  package let p: Double

  /// Takes how many changed from yes to no and from no to yes; nil when nobody changed.
  ///
  /// `corrected` takes one off the difference, for continuity.
  package init?(_ yesToNo: Int, _ noToYes: Int, corrected: Bool = false) {
    guard yesToNo >= 0, noToYes >= 0, yesToNo + noToYes > 0 else { return nil }
    let difference = max(0, Double(abs(yesToNo - noToYes)) - (corrected ? 1 : 0))
    chiSquare = difference * difference / Double(yesToNo + noToYes)
    p = Gamma.chiSquareTail(chiSquare, degrees: 1)
  }
}
