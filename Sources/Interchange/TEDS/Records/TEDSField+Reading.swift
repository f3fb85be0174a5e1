import Clinic

extension TEDSField {
  /// Why a field of a record cannot be read.
  package enum Defect: String, Hashable, Sendable {
    /// Nothing but blanks.
    case blank
    /// Not of the form that the field has: letters for digits, blanks inside, small letters.
    case wrongForm = "wrong form"
    /// No day of the calendar.
    case noDay = "no such day"
    /// A code that the field does not know in that year.
    case unknownCode = "unknown code"
  }

  /// Reads the field from a record, in the codes of the book.
  func read(_ bytes: ArraySlice<UInt8>, _ book: TEDSCodeBook) throws(TEDSFieldDefect) -> TEDSValue {
    let text = String(decoding: bytes, as: UTF8.self)
    let trimmed = text.prefix { $0 != " " }
    guard !trimmed.isEmpty else { throw TEDSFieldDefect(.blank) }
    // What is filled up is filled up on the right.
    guard text.dropFirst(trimmed.count).allSatisfy({ $0 == " " }) else { throw TEDSFieldDefect(.wrongForm) }
    return switch form {
    case .letter(let letters):
      try check(letters.contains(trimmed), .unknownCode, .text(String(trimmed)))
    case .identifier: .text(String(trimmed))
    case .state:
      try check(trimmed.wholeMatch(of: /[A-Z]{2}/) != nil, .wrongForm, .text(String(trimmed)))
    case .month:
      try check(
        trimmed.wholeMatch(of: /(?:0[1-9]|1[0-2])(?:19|20)\d\d/) != nil, .wrongForm, .text(String(trimmed)))
    case .diagnosis: try diagnosis(trimmed)
    case .day(let isBirth): try day(trimmed, isBirth: isBirth)
    case .code(let set, let missing):
      try number(trimmed, missing: missing) { book.isValid($0, in: set) }
    case .number(let range, let missing): try number(trimmed, missing: missing) { range.contains($0) }
    }
  }

  private func check(
    _ isRight: Bool, _ defect: Defect, _ value: TEDSValue
  ) throws(TEDSFieldDefect) -> TEDSValue {
    guard isRight else { throw TEDSFieldDefect(defect) }
    return value
  }

  private func day(_ text: Substring, isBirth: Bool) throws(TEDSFieldDefect) -> TEDSValue {
    guard text.utf8.count == 8, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text)
    else {
      throw TEDSFieldDefect(.wrongForm)
    }
    if isBirth, let reason = missing.first(where: { text == "0101000" + Self.lastDigit(of: $0) }) {
      return .code(reason)
    }
    guard let day = Day(year: number % 10_000, month: number / 1_000_000, day: number / 10_000 % 100) else {
      throw TEDSFieldDefect(.noDay)
    }
    return .day(day)
  }

  private func number(
    _ text: Substring, missing: [TEDSCode], _ isValid: (Int16) -> Bool
  ) throws(TEDSFieldDefect) -> TEDSValue {
    guard text.utf8.count == width, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int16(text)
    else { throw TEDSFieldDefect(.wrongForm) }
    let nines = String(repeating: "9", count: width - 1)
    if let reason = missing.first(where: { text == nines + Self.lastDigit(of: $0) }) { return .code(reason) }
    guard isValid(number) else { throw TEDSFieldDefect(.unknownCode) }
    return .number(number)
  }

  private func diagnosis(_ text: Substring) throws(TEDSFieldDefect) -> TEDSValue {
    if let reason = missing.first(where: { text == "999.9" + Self.lastDigit(of: $0) }) {
      return .code(reason)
    }
    return try check(
      text.wholeMatch(of: /[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,2})?|\d{3}(\.\d{1,2})?/) != nil, .wrongForm,
      .text(String(text)))
  }
}

/// A field that cannot be read, and why.
struct TEDSFieldDefect: Error, Hashable {
  let defect: TEDSField.Defect

  init(_ defect: TEDSField.Defect) { self.defect = defect }
}
