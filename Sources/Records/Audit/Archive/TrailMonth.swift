import Foundation

/// A month of the audit trail, in UTC, such as 2026-01.
package struct TrailMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Months since January of the year 0.
  private let count: Int

  package init?(_ text: String) {
    guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})/), let year = Int(match.1),
      let month = Int(match.2), year >= 2000, (1...12).contains(month)
    else { return nil }
    count = year * 12 + month - 1
  }

  /// The month in which `time` lies.
  package init(of time: Date) {
    let days = Int((time.timeIntervalSince1970 / 86_400).rounded(.down))
    let (year, month, _) = Calendar.civil(days)
    count = year * 12 + month - 1
  }

  private init(count: Int) { self.count = count }

  package func adding(months: Int) -> TrailMonth { TrailMonth(count: count + months) }

  package var description: String { "\(count / 12)-\(Calendar.padded(count % 12 + 1))" }

  package static func < (first: TrailMonth, second: TrailMonth) -> Bool { first.count < second.count }

  package var start: Date {
    Date(timeIntervalSince1970: Double(Calendar.days(count / 12, count % 12 + 1, 1)) * 86_400)
  }
  package var end: Date { adding(months: 1).start }

  /// The partition's name, in the schema `audit`.
  var partition: String { "event_\(count / 12)_\(Calendar.padded(count % 12 + 1))" }

  /// The first day as the database writes it.
  var firstDay: String { "\(self)-01" }

  /// Whether a time, in microseconds since 2000 in UTC, lies in the month.
  func contains(_ microseconds: Int64) -> Bool {
    let range = Self.microseconds(start)..<Self.microseconds(end)
    return range.contains(microseconds)
  }

  /// Times at midnight have no fraction, so nothing is lost.
  private static func microseconds(_ time: Date) -> Int64 {
    (Int64(time.timeIntervalSince1970) - 946_684_800) * 1_000_000
  }

  /// Days of the Gregorian calendar, counted from 1970-01-01.
  enum Calendar {
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
      let year = month <= 2 ? year - 1 : year
      let ofEra = year % 400
      let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
      return year / 400 * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
      let shifted = days + 719_468
      let era = shifted / 146_097
      let ofEra = shifted % 146_097
      let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
      let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
      let shiftedMonth = (5 * ofYear + 2) / 153
      let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
      let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
      return (year, month, ofYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    static func padded(_ number: Int, to width: Int = 2) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
  }
}

/// Times to the microsecond, as an archive writes them: `2026-01-31T23:59:59.000001Z`.
enum ArchiveTime {
  /// Takes microseconds since 2000 in UTC.
  static func text(_ microseconds: Int64) -> String {
    let day: Int64 = 86_400_000_000
    let days = Int(microseconds >= 0 ? microseconds / day : (microseconds - day + 1) / day)
    let ofDay = Int(microseconds - Int64(days) * day)
    let (date, seconds) = (TrailMonth.Calendar.civil(days + 10_957), ofDay / 1_000_000)
    let pad = TrailMonth.Calendar.padded
    return "\(pad(date.year, 4))-\(pad(date.month, 2))-\(pad(date.day, 2))T\(pad(seconds / 3_600, 2)):"
      + "\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2)).\(pad(ofDay % 1_000_000, 6))Z"
  }

  /// Gives microseconds since 2000 in UTC; nil where the text is no such time.
  static func microseconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 27, zip(bytes, "0000-00-00T00:00:00.000000Z".utf8).allSatisfy(isLike) else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1 - 48) } }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
    let fraction = number(20..<26)
    let days = TrailMonth.Calendar.days(year, month, day) - 10_957
    return Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + Int64(fraction)
  }

  /// A digit where the form has a zero, otherwise the same character.
  private static func isLike(_ byte: UInt8, _ form: UInt8) -> Bool {
    form == UInt8(ascii: "0") ? (48...57).contains(byte) : byte == form
  }
}
