import Foundation

/// The standard normal distribution.
package enum Normal {
  /// The share that lies below `z`.
  package static func lower(_ z: Double) -> Double {
    0.5 * erfc(-z / 2.0.squareRoot())
  }

  /// The point below which the share `p` lies, `0 < p < 1`.
  package static func quantile(_ p: Double) -> Double {
    bisection(from: -40, to: 40) { lower($0) < p }
  }

  /// How many standard errors an interval of this level reaches to each side: 1.96 for 0.95.
  package static func reach(level: Double) -> Double {
    level == 0.95 ? 1.959963984540054 : -quantile((1 - level) / 2)
  }
}

/// A lower and an upper limit, both included.
package struct Limits: Hashable, Sendable {
  package let lower: Double
  package let upper: Double

  package init(_ lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The same cut to what a share of one can be.
  var cutToShare: Limits { Limits(max(0, min(1, lower)), max(0, min(1, upper))) }
}
