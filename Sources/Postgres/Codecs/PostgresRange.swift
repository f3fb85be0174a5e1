public import Foundation

/// A value that PostgreSQL has ranges of.
public protocol PostgresRangeBound: PostgresCodable, Comparable {
  /// The type of a range of such values.
  static var postgresRangeType: PostgresType { get }
}

extension Int: PostgresRangeBound { public static var postgresRangeType: PostgresType { .int8range } }
extension Int64: PostgresRangeBound { public static var postgresRangeType: PostgresType { .int8range } }
extension Int32: PostgresRangeBound { public static var postgresRangeType: PostgresType { .int4range } }
extension Decimal: PostgresRangeBound { public static var postgresRangeType: PostgresType { .numrange } }
extension Date: PostgresRangeBound { public static var postgresRangeType: PostgresType { .tstzrange } }
extension PostgresDate: PostgresRangeBound {
  public static var postgresRangeType: PostgresType { .daterange }
}

/// A stretch between two bounds, either of which may be missing or belong to it or not.
///
/// The server brings ranges of whole numbers and days into the form `[lower, upper)`.
public struct PostgresRange<Bound: PostgresRangeBound>: Hashable, Sendable where Bound: Hashable {
  /// Where it begins, or nil if it always has.
  public let lower: Bound?
  /// Where it ends, or nil if it never does.
  public let upper: Bound?
  /// Whether the lower bound belongs to it.
  public let includesLower: Bool
  /// Whether the upper bound belongs to it.
  public let includesUpper: Bool
  /// Whether nothing at all is in the range; then there are no bounds either.
  public let isEmpty: Bool

  /// The range that holds nothing.
  public static var empty: Self { Self(empty: ()) }

  /// A range from `lower` to `upper`; half-open unless said otherwise.
  public init(_ lower: Bound?, _ upper: Bound?, includesLower: Bool = true, includesUpper: Bool = false) {
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower && lower != nil
    self.includesUpper = includesUpper && upper != nil
    isEmpty = false
  }

  private init(empty: Void) {
    lower = nil
    upper = nil
    includesLower = false
    includesUpper = false
    isEmpty = true
  }

  /// Whether a value is in the range.
  public func contains(_ value: Bound) -> Bool {
    guard !isEmpty else { return false }
    if let lower, includesLower ? value < lower : value <= lower { return false }
    if let upper, includesUpper ? value > upper : value >= upper { return false }
    return true
  }
}

private struct Flags: OptionSet {
  let rawValue: UInt8
  static let empty = Flags(rawValue: 0x01)
  static let includesLower = Flags(rawValue: 0x02)
  static let includesUpper = Flags(rawValue: 0x04)
  static let lowerInfinite = Flags(rawValue: 0x08)
  static let upperInfinite = Flags(rawValue: 0x10)
}

extension PostgresRange: PostgresCodable {
  public static var postgresType: PostgresType { Bound.postgresRangeType }

  public func encode(into buffer: inout PostgresBuffer) {
    var flags: Flags = []
    if isEmpty { flags = .empty }
    if includesLower { flags.insert(.includesLower) }
    if includesUpper { flags.insert(.includesUpper) }
    if !isEmpty, lower == nil { flags.insert(.lowerInfinite) }
    if !isEmpty, upper == nil { flags.insert(.upperInfinite) }
    buffer.append(flags.rawValue)
    if let lower { buffer.appendField(lower) }
    if let upper { buffer.appendField(upper) }
  }

  public init(postgres value: PostgresValue) throws {
    try value.expect(Self.postgresType.oid)
    let flags = Flags(rawValue: try value.integer())
    guard !flags.contains(.empty) else {
      self = .empty
      return
    }
    var offset = 1
    func bound() throws -> Bound {
      let length = Int(try value.integer(Int32.self, at: offset))
      defer { offset += 4 + length }
      return try Bound(
        postgres: value.part(at: offset + 4, count: length, type: Bound.postgresType.oid))
    }
    let lower = flags.contains(.lowerInfinite) ? nil : try bound()
    let upper = flags.contains(.upperInfinite) ? nil : try bound()
    self.init(
      lower, upper, includesLower: flags.contains(.includesLower),
      includesUpper: flags.contains(.includesUpper))
  }
}
