import Foundation

/// The gamma function and the chi-square distribution that follows from it.
package enum Gamma {
  /// The logarithm of the gamma function for `x > 0` (Lanczos, g = 7); relative error near 1e-15.
  package static func logarithm(_ x: Double) -> Double {
    let shifted = x - 1
    var sum = 0.99999999999980993
    for (index, coefficient) in lanczos.enumerated() { sum += coefficient / (shifted + Double(index + 1)) }
    let base = shifted + 7.5
    return 0.5 * log(2 * Double.pi) + (shifted + 0.5) * log(base) - base + log(sum)
  }

  private static let lanczos = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]

  /// The share of a gamma distribution of shape `a > 0` that lies below `x`; 0 for `x <= 0`.
  package static func lower(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    return x < a + 1 ? series(a, x) : 1 - fraction(a, x)
  }

  /// The share that lies above `x`, exact also where it is tiny; 1 for `x <= 0`.
  package static func upper(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 1 }
    return x < a + 1 ? 1 - series(a, x) : fraction(a, x)
  }

  /// The chance that a chi-square with `degrees` of freedom is above `x`: a p-value.
  package static func chiSquareTail(_ x: Double, degrees: Int) -> Double {
    upper(Double(degrees) / 2, x / 2)
  }

  private static func front(_ a: Double, _ x: Double) -> Double {
    exp(a * log(x) - x - logarithm(a))
  }

  private static func series(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    var n = a
    while abs(term) > abs(sum) * 1e-17 {
      n += 1
      term *= x / n
      sum += term
    }
    return sum * front(a, x)
  }

  /// The continued fraction of the upper tail, by the method of Lentz.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var h = d
    for i in 1...100_000 {
      let an = -Double(i) * (Double(i) - a)
      b += 2
      d = an * d + b
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = b + an / c
      c = abs(c) < tiny ? tiny : c
      let step = d * c
      h *= step
      if abs(step - 1) < 1e-16 { break }
    }
    return h * front(a, x)
  }
}
