/// A day of the calendar, `date`, without a time zone.
public struct PostgresDate: Hashable, Sendable {
  /// Days since the first of January 2000; the largest and the smallest number are the infinities.
  public let daysSince2000: Int32

  /// Later than every other day.
  public static let infinity = PostgresDate(daysSince2000: .max)
  /// Earlier than every other day.
  public static let minusInfinity = PostgresDate(daysSince2000: .min)

  /// The day that many days after the first of January 2000.
  public init(daysSince2000: Int32) { self.daysSince2000 = daysSince2000 }

  /// A day of the proleptic Gregorian calendar, or nil when the month has no such day.
  ///
  /// Years are astronomical: 0 is the year before 1.
  public init?(year: Int, month: Int, day: Int) {
    guard (-4712...5_874_897).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    // Counting years from March puts the leap day at the end of the year.
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(daysSince2000: Int32(era * 146_097 + dayOfEra - 730_425))
    guard self.month == month, self.day == day else { return nil }
  }

  /// The astronomical year; of the infinities neither it nor the month and day mean anything.
  public var year: Int { parts.year }
  /// The month, from 1.
  public var month: Int { parts.month }
  /// The day of the month, from 1.
  public var day: Int { parts.day }
  /// Whether it is a day at all, and not one of the infinities.
  public var isFinite: Bool { self != .infinity && self != .minusInfinity }

  private var parts: (year: Int, month: Int, day: Int) {
    let days = Int(daysSince2000) + 730_425
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

extension PostgresDate: Comparable {
  public static func < (left: Self, right: Self) -> Bool { left.daysSince2000 < right.daysSince2000 }
}

extension PostgresDate: PostgresCodable {
  public static var postgresType: PostgresType { .date }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(daysSince2000) }

  public init(postgres value: PostgresValue) throws {
    try value.expect(1082)
    self.init(daysSince2000: try value.integer())
  }
}
