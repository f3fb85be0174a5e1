import Clinic

/// The six digits that an authenticator app shows, as somebody typed them.
package struct TimeCode: Hashable, Sendable {
  package static let length = 6

  let digits: [UInt8]

  /// Takes six digits with or without blanks between them, as apps show them.
  ///
  /// Throws when there is anything else. What was typed is not repeated: it may be a password in the wrong field.
  package init(_ typed: String, field: String = "code") throws(InvalidValue) {
    let digits = typed.utf8.filter { $0 != UInt8(ascii: " ") }
    guard digits.count == Self.length, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw InvalidValue(
        "code-malformed", field: field, problem: "is not \(Self.length) digits",
        remedy: "Type the \(Self.length) digits that the authenticator app shows now.")
    }
    self.digits = digits
  }
}

extension TimeCode: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { "••••••" }
  package var debugDescription: String { description }
}

/// What a code turned out to be.
package enum TimeCodeFinding: Hashable, Sendable {
  /// It is the code of this step, which is to be kept: neither it nor an earlier one is taken again.
  case good(step: Int64)
  /// It is the code of a step that was used, or of one before that.
  case reused
  case wrong
}
