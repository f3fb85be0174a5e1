import Clinic

extension TEDSField {
  /// Appends the value to a record, exactly as wide as the field.
  ///
  /// Throws `UnwritableValue` when it does not fit, which is a fault of whoever made the record.
  func write(_ value: TEDSValue, to bytes: inout [UInt8]) throws(UnwritableValue) {
    let text = try text(of: value)
    guard text.utf8.count <= width else { throw UnwritableValue(element: element) }
    bytes.append(contentsOf: text.utf8)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: width - text.utf8.count))
  }

  private func text(of value: TEDSValue) throws(UnwritableValue) -> String {
    switch (form, value) {
    case (.letter, .text(let text)), (.identifier, .text(let text)), (.state, .text(let text)),
      (.month, .text(let text)), (.diagnosis, .text(let text)):
      return text
    case (.day, .day(let day)):
      let parts = day.parts
      return Self.digits(parts.month, 2) + Self.digits(parts.day, 2) + Self.digits(parts.year, 4)
    case (.day(isBirth: true), .code(let reason)) where missing.contains(reason):
      return "0101000" + Self.lastDigit(of: reason)
    case (.diagnosis, .code(let reason)) where missing.contains(reason):
      return "999.9" + Self.lastDigit(of: reason)
    case (.code, .code(let code)), (.number, .code(let code)):
      if code.isValue { return Self.digits(Int(code.rawValue), width) }
      guard missing.contains(code) else { throw UnwritableValue(element: element) }
      return String(repeating: "9", count: width - 1) + Self.lastDigit(of: code)
    default:
      throw UnwritableValue(element: element)
    }
  }

  static func lastDigit(of reason: TEDSCode) -> String { String(-reason.rawValue) }

  static func digits(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// A value that its field cannot hold.
struct UnwritableValue: Error, Hashable {
  let element: TEDSElement
}
