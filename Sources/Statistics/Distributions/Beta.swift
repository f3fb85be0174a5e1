import Foundation

/// The beta distribution, and what follows from it.
package enum Beta {
  /// The share of a beta distribution with `a, b > 0` that lies below `x`.
  package static func lower(_ a: Double, _ b: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(
      Gamma.logarithm(a + b) - Gamma.logarithm(a) - Gamma.logarithm(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, 1 - x) / b
  }

  /// The point below which the share `p` lies, by bisection to the last bit.
  package static func quantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
    bisection(from: 0, to: 1) { lower(a, b, $0) < p }
  }

  /// The chance that a Student t with `degrees` of freedom is at least so far from zero, on either side.
  package static func studentTails(_ t: Double, degrees: Double) -> Double {
    lower(degrees / 2, 0.5, degrees / (degrees + t * t))
  }

  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var h = d
    for i in 1...100_000 {
      let m = Double(i)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      let step = d * c
      h *= step
      if abs(step - 1) < 1e-16 { break }
    }
    return h
  }
}

/// The point at which `isBelow` turns from true to false, to the last bit.
func bisection(from low: Double, to high: Double, isBelow: (Double) -> Bool) -> Double {
  var (low, high) = (low, high)
  while true {
    let middle = (low + high) / 2
    if middle <= low || middle >= high { return high }
    if isBelow(middle) { low = middle } else { high = middle }
  }
}
