import Clinic

/// A code of a TEDS record: a value from 0, or one of the reasons why there is none.
package struct TEDSCode: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int16

  package init(rawValue: Int16) {
    self.rawValue = rawValue
  }

  package static let notApplicable = TEDSCode(rawValue: -6)
  package static let unknown = TEDSCode(rawValue: -7)
  package static let notCollected = TEDSCode(rawValue: -8)
  /// The field is empty; stored like not collected.
  static let blank = TEDSCode(rawValue: -9)
  /// No such code.
  static let invalid = TEDSCode(rawValue: -10)

  /// Whether it is a value and not a reason.
  package var isValue: Bool { rawValue >= 0 }

  /// What goes into the staging table, where a blank field and one not collected are the same.
  var staged: Int16 { self == .blank ? Self.notCollected.rawValue : rawValue }
}

/// The codes that one field knows, by number.
struct TEDSCodeTable: Sendable {
  /// How many digits the field has.
  let width: Int
  private var codes: [TEDSCode]

  /// The three reasons end in 6, 7 and 8 behind as many nines as the field has room for.
  init(width: Int, values: some Sequence<Int16>, missing: [TEDSCode], storing: (Int16) -> Int16 = { $0 }) {
    self.width = width
    let size = [1: 10, 2: 100, 3: 1_000, 4: 10_000][width] ?? 100
    codes = Array(repeating: .invalid, count: size)
    for reason in missing { codes[size - 10 - Int(reason.rawValue)] = reason }
    for value in values where Int(value) < size { codes[Int(value)] = TEDSCode(rawValue: storing(value)) }
  }

  /// Reads a field.
  ///
  /// Leading zeros may be missing, because spreadsheets drop them.
  func read(_ field: ArraySlice<UInt8>) -> TEDSCode {
    if field.isEmpty { return .blank }
    guard field.count <= width else { return .invalid }
    var number = 0
    for byte in field {
      guard (48...57).contains(byte) else { return .invalid }
      number = 10 * number + Int(byte) - 48
    }
    return codes[number]
  }
}
