import Foundation

/// The identity of one `Entity`: a UUID that cannot be mistaken for that of another kind of thing.
///
/// New identifiers are version 7 (RFC 9562): they sort by the time they were made, which keeps index pages warm.
package struct Identifier<Entity>: RawRepresentable, Hashable, Sendable {
  package let rawValue: UUID

  /// Takes an identifier that already exists, of whatever version.
  package init(rawValue: UUID) {
    self.rawValue = rawValue
  }

  /// Makes a new identifier for something that comes into being at `time`.
  ///
  /// The twelve bits after the milliseconds hold the fraction of the millisecond, so that identifiers made
  /// one after the other within a millisecond still sort; the remaining 62 bits are chance.
  /// Times before 1970 count as 1970.
  package init(at time: Date, random: inout some RandomNumberGenerator) {
    let elapsed = time.timeIntervalSince1970 * 1_000
    // Written so that a time that is no number counts as 1970 too.
    let milliseconds = elapsed > 0 ? min(elapsed, 281_474_976_710_655) : 0
    let whole = UInt64(milliseconds)
    let fraction = UInt64((milliseconds - Double(whole)) * 4_096) & 0xFFF
    let high = whole << 16 | 0x7000 | fraction
    let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    func byte(_ word: UInt64, _ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
    self.init(
      rawValue: UUID(
        uuid: (
          byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5),
          byte(high, 6), byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3),
          byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
        )))
  }
}

extension Identifier: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension Identifier: LosslessStringConvertible {
  /// Reads the usual 36 characters, in either case; nil for any other text.
  package init?(_ description: String) {
    guard let uuid = UUID(uuidString: description) else { return nil }
    self.init(rawValue: uuid)
  }

  package var description: String {
    rawValue.uuidString.lowercased()
  }
}

extension Identifier: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let identifier = Self(text) else {
      throw InvalidValue(
        "invalid-identifier", field: decoder.field, problem: "is not an identifier",
        remedy: "Give the 36 characters of the identifier as this system printed them.")
    }
    self = identifier
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
