import Foundation

/// Why a sign that was to be measured was not.
///
/// None of these is a zero, and none is a normal value.
package enum NotMeasured: String, CaseIterable, Hashable, Sendable, Codable {
  case notDone = "not_done"
  case refused
  /// The person was in no state for it.
  case unable
  /// The person slept and was not woken.
  case asleep
}

/// What was found of one sign, or why nothing was.
package enum Reading: Hashable, Sendable {
  case number(Decimal)
  case word(String)
  case missing(NotMeasured)

  /// The number; nil for a word, and where nothing was measured.
  package var number: Decimal? {
    if case .number(let value) = self { value } else { nil }
  }

  package var word: String? {
    if case .word(let value) = self { value } else { nil }
  }

  /// Why there is nothing; nil when there is something.
  package var missing: NotMeasured? {
    if case .missing(let reason) = self { reason } else { nil }
  }
}

extension VitalSign {
  /// Reads what a person typed: a number, a word of the sign, or why there is none.
  ///
  /// Throws where it is none of these. Whether the number can be is judged with the whole set.
  package func reading(_ text: String) throws(InvalidValue) -> Reading {
    let text = text.lowercased()
    if let reason = NotMeasured(rawValue: text.replacing(" ", with: "_").replacing("-", with: "_")) {
      return .missing(reason)
    }
    switch form {
    case .word(let words):
      // One letter is how a chart has it: A, C, V, P, U.
      if let word = words.first(where: { $0 == text || (text.count == 1 && $0.hasPrefix(text)) }) {
        return .word(word)
      }
      throw InvalidValue(
        "unknown-code", field: rawValue, problem: "is none of the words for it",
        remedy: "Use one of \((words + NotMeasured.allCases.map(\.rawValue)).listing).")
    case .number(_, _, let decimals):
      guard let number = Self.number(text, decimals: decimals) else {
        throw InvalidValue(
          "invalid-number", field: rawValue, problem: "is no number of at most \(decimals) decimals",
          remedy: "Write a number, or one of \(NotMeasured.listing).")
      }
      return .number(number)
    }
  }

  /// A number without a sign, of up to four digits and so many decimals; nil for any other text.
  package static func number(_ text: String, decimals: Int) -> Decimal? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count),
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      parts[0].utf8.count <= 4
    else { return nil }
    let fraction = parts.count == 2 ? parts[1].reversed().drop { $0 == "0" }.count : 0
    guard fraction <= decimals, parts.count == 1 || parts[1].utf8.count <= 6 else { return nil }
    return Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
  }
}
