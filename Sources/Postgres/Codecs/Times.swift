public import Foundation

/// Seconds from PostgreSQL's epoch, the start of 2000 in UTC, to Foundation's, the start of 2001.
private let secondsBetweenEpochs = 31_622_400.0

/// An instant, `timestamptz`, to the microsecond.
///
/// `infinity` is `Date.distantFuture` and `-infinity` is `Date.distantPast`; times beyond those two are sent as
/// the infinities too.
extension Date: PostgresCodable {
  public static var postgresType: PostgresType { .timestamptz }

  public func encode(into buffer: inout PostgresBuffer) {
    if self >= .distantFuture {
      buffer.append(Int64.max)
    } else if self <= .distantPast {
      buffer.append(Int64.min)
    } else {
      let seconds = timeIntervalSinceReferenceDate.rounded(.down)
      let fraction = timeIntervalSinceReferenceDate - seconds
      let micros = Int64(seconds + secondsBetweenEpochs) * 1_000_000 + Int64((fraction * 1e6).rounded())
      buffer.append(micros)
    }
  }

  public init(postgres value: PostgresValue) throws {
    try value.expect(1184, 1114)
    switch try value.integer(Int64.self) {
    case .max: self = .distantFuture
    case .min: self = .distantPast
    case let micros:
      let (seconds, fraction) = micros.quotientAndRemainder(dividingBy: 1_000_000)
      self.init(
        timeIntervalSinceReferenceDate: Double(seconds) - secondsBetweenEpochs + Double(fraction) / 1e6)
    }
  }
}

/// A span of time as PostgreSQL keeps it: months, days and microseconds, which do not convert into each other.
public struct PostgresInterval: Hashable, Sendable {
  /// Whole months.
  public var months: Int32
  /// Whole days, beside the months.
  public var days: Int32
  /// The rest.
  public var microseconds: Int64

  /// A span of the given months, days and microseconds.
  public init(months: Int32 = 0, days: Int32 = 0, microseconds: Int64 = 0) {
    self.months = months
    self.days = days
    self.microseconds = microseconds
  }
}

extension PostgresInterval: PostgresCodable {
  public static var postgresType: PostgresType { .interval }

  public func encode(into buffer: inout PostgresBuffer) {
    buffer.append(microseconds)
    buffer.append(days)
    buffer.append(months)
  }

  public init(postgres value: PostgresValue) throws {
    try value.expect(1186)
    self.init(
      months: try value.integer(at: 12), days: try value.integer(at: 8), microseconds: try value.integer())
  }
}
