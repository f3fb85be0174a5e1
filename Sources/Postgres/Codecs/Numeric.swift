public import Foundation

private let negative: UInt16 = 0x4000
private let notANumber: UInt16 = 0xC000

/// An exact number, `numeric`, of up to 38 digits.
extension Decimal: PostgresCodable {
  public static var postgresType: PostgresType { .numeric }

  public func encode(into buffer: inout PostgresBuffer) {
    guard isFinite else {
      for word in [0, 0, notANumber, 0] as [UInt16] { buffer.append(word) }
      return
    }
    let text = description.drop { $0 == "-" }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let whole = parts.first.map(String.init) ?? ""
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    let padded =
      String(repeating: "0", count: (4 - whole.utf8.count % 4) % 4) + whole + fraction
      + String(repeating: "0", count: (4 - fraction.utf8.count % 4) % 4)
    var digits = Self.groups(of: padded)
    var weight = (whole.utf8.count + 3) / 4 - 1
    while digits.first == 0 {
      digits.removeFirst()
      weight -= 1
    }
    while digits.last == 0 { digits.removeLast() }

    buffer.append(Int16(digits.count))
    buffer.append(Int16(digits.isEmpty ? 0 : weight))
    buffer.append(isSignMinus && !digits.isEmpty ? negative : 0)
    buffer.append(Int16(fraction.utf8.count))
    for digit in digits { buffer.append(digit) }
  }

  /// Reads a `numeric`.
  ///
  /// - Throws: ``PostgresValue/Defect`` for an infinity, and for a number of more digits than a `Decimal` holds:
  ///   rounding would be silent.
  public init(postgres value: PostgresValue) throws {
    try value.expect(1700)
    let defect = PostgresValue.Defect.notA("Decimal")
    let count = Int(try value.integer(Int16.self))
    let weight = Int(try value.integer(Int16.self, at: 2))
    let sign: UInt16 = try value.integer(at: 4)
    guard sign != notANumber else {
      self = .nan
      return
    }
    guard sign == 0 || sign == negative else { throw defect }
    var magnitude = ""
    for index in 0..<count {
      let group = String(try value.integer(Int16.self, at: 8 + 2 * index))
      magnitude += String(repeating: "0", count: 4 - group.utf8.count) + group
    }
    var exponent = (weight - count + 1) * 4
    while magnitude.utf8.last == UInt8(ascii: "0") {
      magnitude.removeLast()
      exponent += 1
    }
    let significant = magnitude.drop { $0 == "0" }
    guard significant.utf8.count <= 38 else { throw defect }
    guard !significant.isEmpty else {
      self = 0
      return
    }
    guard (-127...127).contains(exponent),
      let number = Decimal(string: "\(sign == negative ? "-" : "")\(significant)e\(exponent)"),
      number.isFinite
    else { throw defect }
    self = number
  }

  /// Splits digits, a multiple of four of them, into numbers below 10,000.
  private static func groups(of digits: String) -> [Int16] {
    var groups: [Int16] = []
    var group: Int16 = 0
    for (index, byte) in digits.utf8.enumerated() {
      group = group * 10 + Int16(byte) - 48
      if index % 4 == 3 {
        groups.append(group)
        group = 0
      }
    }
    return groups
  }
}
