extension TEDSField {
  /// Whether the field can hold the value in the codes of a year.
  func accepts(_ value: TEDSValue, _ book: TEDSCodeBook) -> Bool {
    switch (form, value) {
    case (.code(let set, let missing), .code(let code)):
      code.isValue ? book.isValid(code.rawValue, in: set) : missing.contains(code)
    case (.number(let range, let missing), .code(let code)):
      code.isValue ? range.contains(code.rawValue) : missing.contains(code)
    case (.day(let isBirth), .code(let code)): isBirth && missing.contains(code)
    case (.diagnosis, .code(let code)): missing.contains(code)
    case (.day, .day), (.month, .text), (.state, .text): true
    case (.letter(let letters), .text(let text)): text.utf8.count == 1 && letters.contains(text)
    case (.diagnosis, .text(let text)), (.identifier, .text(let text)):
      (1...width).contains(text.utf8.count)
    default: false
    }
  }
}
