import Clinic

/// One element's place in a record, and how its value is written there.
package struct TEDSField: Hashable, Sendable {
  /// How a value is written.
  package enum Form: Hashable, Sendable {
    /// One of these letters.
    case letter(String)
    /// Letters and digits, filled up with blanks on the right.
    case identifier
    /// Two capital letters.
    case state
    /// MMYYYY.
    case month
    /// MMDDYYYY; `birth` may be the sentinels that say why there is none.
    case day(isBirth: Bool)
    /// A code of this set of the code book.
    case code(String, missing: [TEDSCode])
    /// A number of this range.
    case number(ClosedRange<Int16>, missing: [TEDSCode])
    /// A code of ICD-10-CM, or 999.9 and the last digit of why there is none.
    case diagnosis
  }

  package let element: TEDSElement
  /// What it is, in a few words.
  package let name: String
  package let width: Int
  package let form: Form
  /// The columns that it takes, counted from 1.
  package let columns: ClosedRange<Int>

  /// The reasons that the element knows why there is no value.
  package var missing: [TEDSCode] {
    switch form {
    case .code(_, let missing), .number(_, let missing): missing
    case .diagnosis: [.notApplicable, .unknown, .notCollected]
    case .day(let isBirth): isBirth ? [.unknown, .notCollected] : []
    case .letter, .identifier, .state, .month: []
    }
  }

  /// The reason as the element can say it: where it knows no "not applicable", nothing was collected.
  package func reason(_ reason: TEDSCode) -> TEDSCode {
    if missing.contains(reason) { return reason }
    return missing.contains(.notCollected) ? .notCollected : missing.last ?? reason
  }
}
