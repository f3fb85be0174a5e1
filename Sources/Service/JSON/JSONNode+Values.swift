import Clinic
import Foundation

extension JSONNode {
  func text() throws -> String {
    guard case .string(let text) = value else { throw wrongType("a text", "Send a text in quotes.") }
    if text.utf8.contains(0) {
      throw InvalidValue(
        "control-character", field: field, problem: "holds a control character",
        remedy: "Leave out NUL characters.")
    }
    return text
  }

  func line() throws -> Line { try Line(text(), field: field) }

  func note() throws -> Note { try Note(text(), field: field) }

  func name() throws -> Patient.Name { try Patient.Name(text(), field: field) }

  func bool() throws -> Bool {
    guard case .bool(let value) = value else { throw wrongType("true or false", "Send true or false.") }
    return value
  }

  /// A whole number that fits the type asked for.
  func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws -> Number {
    guard case .number(let digits) = value else { throw wrongType("a number", "Send a whole number.") }
    if let number = Number(digits) { return number }
    guard let number = Double(digits).flatMap({ Number(exactly: $0) }) else {
      throw InvalidValue(
        "out-of-range", field: field, problem: "is not a whole number from \(Number.min) to \(Number.max)",
        remedy: "Send a whole number in that range.")
    }
    return number
  }

  /// A whole number from the lower to the upper bound of `range`.
  func number(in range: ClosedRange<Int>) throws -> Int {
    guard case .number(let digits) = value else { throw wrongType("a number", "Send a whole number.") }
    guard let number = Double(digits).flatMap({ Int(exactly: $0) }), range.contains(number) else {
      throw InvalidValue(
        "out-of-range", field: field,
        problem: "is not a whole number from \(range.lowerBound) to \(range.upperBound)",
        remedy: "Send a whole number in that range.")
    }
    return number
  }

  func identifier<Entity>() throws -> Identifier<Entity> {
    let text = try text()
    guard text.utf8.count == 36, let identifier = Identifier<Entity>(text) else {
      throw InvalidValue(
        "invalid-identifier", field: field, problem: "is not an identifier",
        remedy: "Give the 36 characters of the identifier as this system printed them.")
    }
    return identifier
  }

  func day() throws -> Day {
    let text = try text()
    do {
      return try Day(text)
    } catch {
      throw InvalidValue(error.code, field: field, problem: error.problem, remedy: error.remedy)
    }
  }

  func instant() throws -> Date {
    guard let time = Timestamp.read(try text()) else {
      throw InvalidValue(
        "invalid-time", field: field, problem: "is not an instant of the years 1900 to 2199",
        remedy: "Write a time that exists with its offset, e.g. 2026-06-15T12:00:00Z.")
    }
    return time
  }

  /// A word of a closed list.
  func word<Value: Worded>(_ type: Value.Type = Value.self) throws -> Value {
    let text = try text()
    guard let value = Value(word: text) else {
      throw InvalidValue(
        "unknown-code", field: field, problem: "is not a word that is known here",
        value: text.isShownBack ? text : nil,
        remedy: "Use one of \(Value.allCases.map(\.word).listing).")
    }
    return value
  }

  /// A value, or `{"missing": reason}`.
  func recorded<Value>(_ read: (JSONNode) throws -> Value) throws -> Recorded<Value> {
    if case .object(let members) = value, members.contains(where: { $0.name == "missing" }) {
      return .missing(try self.members(["missing"])["missing"].word())
    }
    if value == .null {
      throw InvalidValue(
        "missing-without-reason", field: field, problem: "is null without a reason",
        remedy: #"Give the value, or {"missing": reason} with one of \#(MissingReason.listing)."#)
    }
    return .value(try read(self))
  }
}

extension String {
  /// Whether a text that should be a code looks like one, so that it may be repeated in a refusal.
  var isShownBack: Bool {
    (1...40).contains(utf8.count)
      && utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 || $0 == 45 }
  }
}
