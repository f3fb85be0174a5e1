import Clinic
import Foundation

/// A time as people type it: `2026-06-15T14:00:00Z`, `2026-06-15 14:00`, `now`, `yesterday 14:00`, `3 days ago`, `-3d`.
///
/// Text without a zone means the clock on the wall of the facility, so reading it may need one.
struct TimeExpression {
  let text: String
  /// The option at fault when the text is no time.
  let field: String

  /// Reads the text at the instant `now`; `zone` is asked for only when the text needs one.
  ///
  /// Throws `InvalidValue` when it is no time, or what `zone` throws.
  func date(now: Date, zone: () throws -> TimeZone) throws -> Date {
    let words = text.trimmingCharacters(in: .whitespaces).lowercased()
    if words == "now" { return now }
    if let date = Self.absolute(words) ?? Self.short(words, now: now) { return date }
    let parts = words.split { $0 == " " || $0 == "," }.map(String.init)
    if let seconds = Self.distance(parts) { return now.addingTimeInterval(seconds) }
    guard let date = try Self.wall(parts, now: now, zone: zone) else { throw refusal }
    return date
  }

  private var refusal: InvalidValue {
    InvalidValue(
      "invalid-time", field: field, problem: "is not a time", value: String(text.prefix(40)),
      remedy: "Write 2026-06-15T14:00:00Z, 2026-06-15 14:00, now, yesterday 14:00, 3 days ago or -3d.")
  }

  /// With a zone of its own: `2026-06-15t14:00:00.250+02:00`.
  private static func absolute(_ text: String) -> Date? {
    let upper = text.uppercased()
    guard
      let match = upper.wholeMatch(
        of: /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)/),
      let day = try? Day(String(match.1)), let time = timeOfDay(String(match.2)),
      let offset = offset(String(match.3))
    else { return nil }
    // 2000-01-01 is 946,684,800 seconds after 1970.
    return Date(timeIntervalSince1970: Double(day.daysSince2000) * 86_400 + 946_684_800 + time - offset)
  }

  /// `-3d`, `+90m`.
  private static func short(_ text: String, now: Date) -> Date? {
    guard let match = text.wholeMatch(of: /([+-])(\d{1,5})([a-z])/), let count = Double(match.2),
      let unit = ["m": 60.0, "h": 3_600, "d": 86_400, "w": 604_800][String(match.3)]
    else { return nil }
    return now.addingTimeInterval((match.1 == "-" ? -1 : 1) * count * unit)
  }

  /// `3 days ago`, `in 2 hours`: in seconds from now.
  private static func distance(_ parts: [String]) -> Double? {
    guard parts.count == 3 else { return nil }
    let (number, unit, sign) = parts[0] == "in" ? (parts[1], parts[2], 1.0) : (parts[0], parts[1], -1.0)
    guard parts[0] == "in" || parts[2] == "ago", number.count <= 5, let count = UInt32(number) else {
      return nil
    }
    let singular = unit.hasSuffix("s") ? String(unit.dropLast()) : unit
    let lengths = ["minute": 60.0, "min": 60, "hour": 3_600, "day": 86_400, "week": 604_800]
    return lengths[singular].map { sign * Double(count) * $0 }
  }

  /// By the clock on the wall: a day, a time of day, or both.
  private static func wall(_ parts: [String], now: Date, zone: () throws -> TimeZone) throws -> Date? {
    let parts = parts.flatMap {
      $0.split(separator: "t", maxSplits: 1).count == 2 && $0.first?.isNumber == true
        ? $0.split(separator: "t", maxSplits: 1).map(String.init) : [$0]
    }
    guard (1...2).contains(parts.count), let first = parts.first else { return nil }
    let shift = ["yesterday": -1, "today": 0, "tomorrow": 1][first]
    let named = try? Day(first)
    let isTimeOnly = shift == nil && named == nil
    guard !isTimeOnly || parts.count == 1,
      let time = parts.count == 1 && !isTimeOnly ? 0 : timeOfDay(parts[parts.count - 1])
    else { return nil }
    let zone = try zone()
    let today = Day(of: now, in: zone)
    guard let day = named ?? Day(daysSince2000: today.daysSince2000 + Int32(shift ?? 0)) else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let seconds = Int(time)
    return calendar.date(
      from: DateComponents(
        year: day.year, month: day.month, day: day.day, hour: seconds / 3_600, minute: seconds / 60 % 60,
        second: seconds % 60))
  }

  /// `14:00`, `14:00:30.5`: in seconds from midnight.
  private static func timeOfDay(_ text: String) -> Double? {
    guard let match = text.wholeMatch(of: /(\d\d?):(\d\d)(?::(\d\d(?:\.\d{1,9})?))?/),
      let hours = Double(match.1), let minutes = Double(match.2), hours < 24, minutes < 60
    else { return nil }
    let seconds = match.3.flatMap { Double($0) } ?? 0
    return seconds < 60 ? hours * 3_600 + minutes * 60 + seconds : nil
  }

  private static func offset(_ text: String) -> Double? {
    if text == "Z" { return 0 }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard let hours = Double(digits.prefix(2)), let minutes = Double(digits.suffix(2)), hours < 15,
      minutes < 60
    else { return nil }
    return (text.hasPrefix("-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}
