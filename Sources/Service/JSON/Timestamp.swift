import Clinic
import Foundation

/// Instants in JSON: ISO 8601 in UTC, `2026-06-15T12:00:00Z`, to the microsecond.
package enum Timestamp {
  /// The years that an instant may lie in: nothing in a clinic is outside of them.
  package static let years = 1_900...2_199

  /// Writes an instant; a fraction of a second appears only when there is one.
  package static func text(_ time: Date) -> String {
    let microseconds = Int64((time.timeIntervalSince1970 * 1_000_000).rounded())
    let (days, ofDay) = microseconds.quotientAndFloorRemainder(86_400_000_000)
    let day = Day(daysSince2000: Int32(clamping: days - 10_957)).map(\.description) ?? "9999-12-31"
    let seconds = ofDay / 1_000_000
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(
      separator: ":")
    let fraction = ofDay % 1_000_000
    if fraction == 0 { return "\(day)T\(clock)Z" }
    let digits = padded(fraction, 6)
    return
      "\(day)T\(clock).\(digits.prefix(1 + (digits.lastIndex { $0 != "0" }?.utf16Offset(in: digits) ?? 5)))Z"
  }

  /// Reads what `text` writes, also with an offset such as `+02:00`; nil when it is no instant of the calendar.
  package static func read(_ text: String) -> Date? {
    let bytes = Array(text.utf8)
    guard (20...35).contains(bytes.count), bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let day = try? Day(String(decoding: bytes[..<10], as: UTF8.self)), years.contains(day.year),
      let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
      let second = number(bytes[17..<19]),
      hour < 24, minute < 60, second < 60
    else { return nil }
    var rest = bytes[19...]
    var fraction = 0.0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (48...57).contains($0) }
      guard (1...9).contains(digits.count), let value = number(digits) else { return nil }
      fraction = Double(value) / pow(10, Double(digits.count))
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let offset = offset(rest) else { return nil }
    let seconds = (Int(day.daysSince2000) + 10_957) * 86_400 + hour * 3_600 + minute * 60 + second - offset
    return Date(timeIntervalSince1970: Double(seconds) + fraction)
  }

  /// Seconds east of Greenwich: `Z` is none, `+05:30` is 19,800.
  private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
    if text.count == 1, text.first == UInt8(ascii: "Z") || text.first == UInt8(ascii: "z") { return 0 }
    let start = text.startIndex
    guard text.count == 6, text[start + 3] == UInt8(ascii: ":"),
      text[start] == UInt8(ascii: "+") || text[start] == UInt8(ascii: "-"),
      let hours = number(text[(start + 1)..<(start + 3)]), let minutes = number(text[(start + 4)...]),
      hours < 24, minutes < 60
    else { return nil }
    return (text[start] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return digits.reduce(0) { 10 * $0 + Int($1) - 48 }
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension Date: Representation {
  package func write(to json: inout JSONWriter) { json.string(Timestamp.text(self)) }
}

extension Int64 {
  /// Division that rounds down, so that the remainder is never negative.
  fileprivate func quotientAndFloorRemainder(_ divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
