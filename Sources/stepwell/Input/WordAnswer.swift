import Clinic
import Foundation
import Service

/// Words of closed lists as they are typed at a question: `left against advice` for `left_against_advice`.
extension Worded {
  /// The member that is meant; throws which there are.
  static func typed(_ text: String) throws -> Self {
    let word = text.trimmingCharacters(in: .whitespaces).lowercased().replacing(" ", with: "_")
    guard let value = Self(word: word) else { throw InvalidValue.unknown(words) }
    return value
  }

  /// All of them, separated by commas.
  static var words: String { allCases.map(\.word).joined(separator: ", ") }
}

extension Bool {
  /// What is meant by `yes`, `no` or their first letter; throws which there are.
  static func typed(_ text: String) throws -> Bool {
    switch text.trimmingCharacters(in: .whitespaces).lowercased() {
    case "yes", "y": true
    case "no", "n": false
    default: throw InvalidValue.unknown("yes, no")
    }
  }
}

extension InvalidValue {
  /// That an answer is none of the words that may be typed.
  static func unknown(_ words: String) -> InvalidValue {
    InvalidValue(
      "unknown-code", field: nil, problem: "is not a word that is known here", remedy: "Use one of \(words).")
  }
}
