import Clinic

/// What stands in one element of a record.
package enum TEDSValue: Hashable, Sendable {
  /// Letters, identifiers, the month, a diagnosis.
  case text(String)
  case day(Day)
  /// A code or a number from 0, or the reason why there is none.
  case code(TEDSCode)

  /// The code or number; nil for a reason and for anything else.
  package var number: Int16? {
    if case .code(let code) = self, code.isValue { code.rawValue } else { nil }
  }

  var day: Day? {
    if case .day(let day) = self { day } else { nil }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// Whether it says that nothing applies.
  var isNotApplicable: Bool { self == .code(.notApplicable) }

  /// Whether it says that nobody knows, or nobody asked.
  var isUnknown: Bool { self == .code(.unknown) || self == .code(.notCollected) }

  static func number(_ number: Int16) -> TEDSValue { .code(TEDSCode(rawValue: number)) }
}
