import Foundation

/// How figures are written for people: the same in every form of output.
enum Figures {
  /// `1,234,567`.
  static func count(_ number: Int) -> String {
    let digits = String(abs(number))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return number < 0 ? "-\(text)" : text
  }

  /// A number with so many decimals, rounded halves away from zero.
  static func decimal(_ value: Double, _ places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: max(0, places - fraction.count))
    return places == 0 ? "\(sign)\(scaled)" : "\(sign)\(scaled / scale).\(zeros)\(fraction)"
  }

  /// A printed percentage, or a dash where there is none.
  static func percent(_ value: Double?) -> String { value.map { decimal($0, 1) } ?? "–" }

  /// A share from 0 to 1 as a percentage.
  static func share(_ value: Double) -> String { "\(decimal(value * 100, 1)) %" }

  /// The limits of a share as percentages.
  static func interval(_ lower: Double?, _ upper: Double?) -> String {
    guard let lower, let upper else { return "–" }
    return "\(decimal(lower * 100, 1))–\(decimal(upper * 100, 1))"
  }

  /// A p-value, never smaller than what is worth telling.
  static func p(_ value: Double) -> String { value < 0.001 ? "p < 0.001" : "p = \(decimal(value, 3))" }

  /// `2026-06-15 12:00 UTC`.
  static func instant(_ date: Date) -> String {
    let text = date.formatted(.iso8601)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
  }

  /// The median with its interval; "not reached" where the curve stays above one half.
  static func median(_ curve: RetentionCurve) -> String {
    guard let median = curve.medianDay else { return "not reached" }
    guard let lower = curve.medianLower else { return "\(median)" }
    return "\(median) (\(lower)–\(curve.medianUpper.map { "\($0)" } ?? "…"))"
  }
}
