import Foundation

extension Day {
  /// The year, month from 1 and day of the month from 1.
  package var parts: (year: Int, month: Int, day: Int) {
    // Counted from 0000-03-01, in eras of 400 years (146,097 days).
    let days = Int(daysSince2000) + 730_425
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + days / 146_097 * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// The year, from 1.
  package var year: Int { parts.year }
  /// The month, from 1.
  package var month: Int { parts.month }
  /// The day of the month, from 1.
  package var day: Int { parts.day }

  /// The day so many days later, or earlier when negative; stops at the ends of the calendar.
  package func adding(days: Int) -> Day {
    let sum = Int(daysSince2000).addingReportingOverflow(days)
    let day = sum.overflow ? (days < 0 ? Int.min : Int.max) : sum.partialValue
    let bounded = min(max(day, Int(Self.range.lowerBound)), Int(Self.range.upperBound))
    return Day(daysSince2000: Int32(bounded)) ?? self
  }

  /// How many days after `other` this day is; negative when before.
  package func days(since other: Day) -> Int {
    Int(daysSince2000) - Int(other.daysSince2000)
  }

  /// The age in whole years that somebody born on this day has on the day `later`.
  ///
  /// Somebody born on 29 February has a birthday on 1 March of other years. Negative when `later` is before.
  package func years(until later: Day) -> Int {
    let (from, to) = (parts, later.parts)
    return to.year - from.year - ((to.month, to.day) < (from.month, from.day) ? 1 : 0)
  }

  /// The first instant of the day where the clocks show `timeZone`.
  ///
  /// Where the clocks skip midnight it is the first instant that exists.
  package func start(in timeZone: TimeZone) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    let noon = Date(timeIntervalSinceReferenceDate: (Double(daysSince2000) - 366 + 0.5) * 86_400)
    let there = noon.addingTimeInterval(-Double(timeZone.secondsFromGMT(for: noon)))
    return calendar.startOfDay(for: there)
  }
}

extension Day: Comparable {
  package static func < (left: Day, right: Day) -> Bool {
    left.daysSince2000 < right.daysSince2000
  }
}

extension Day: CustomStringConvertible {
  /// ISO 8601: `2024-02-29`.
  package var description: String {
    let (year, month, day) = parts
    func padded(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

extension Day: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    do {
      self = try Day(text)
    } catch {
      throw InvalidValue(error.code, field: decoder.field, problem: error.problem, remedy: error.remedy)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
