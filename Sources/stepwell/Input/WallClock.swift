import Clinic
import Foundation
import Records

/// The clocks on the walls of the facilities: by them times are read and shown.
struct WallClock: Sendable {
  let now: Date
  /// Set when the command was told a zone; then no facility is asked.
  let zone: TimeZone?
  let facilities: [FacilityRecord]

  /// The instant that `text` means, by the clock of `facility` or of all facilities where they agree.
  ///
  /// Throws `InvalidValue` when it is no time, or when the clocks differ and it is not said which one is meant.
  func read(_ text: String, _ field: String, facility: Facility.ID? = nil) throws -> Date {
    try TimeExpression(text: text, field: field).date(now: now) {
      if let zone = zone(of: facility) { return zone }
      throw InvalidValue(
        "zone-needed", field: field,
        problem: "does not say by which clock; the facilities have different ones",
        value: text, remedy: "Add --zone, or write the time with its zone: 2026-06-15T14:00:00Z.")
    }
  }

  /// The same for a time that may be left out.
  func read(_ text: String?, _ field: String, facility: Facility.ID? = nil) throws -> Date? {
    try text.map { try read($0, field, facility: facility) }
  }

  /// A time as `2026-06-15 08:00`, by the same clock; by UTC, and marked so, where the clocks differ.
  func show(_ date: Date, facility: Facility.ID? = nil) -> String {
    guard let zone = zone(of: facility) else { return "\(date.text(in: .gmt)) UTC" }
    return date.text(in: zone)
  }

  func show(ifAny date: Date?, facility: Facility.ID? = nil) -> String? {
    date.map { show($0, facility: facility) }
  }

  /// A time as `06-16 08:00` in this year and `2027-06-16` in others, for narrow columns.
  func brief(_ date: Date, facility: Facility.ID) -> String {
    let (text, today) = (date.text(in: zone(of: facility) ?? .gmt), now.text(in: zone(of: facility) ?? .gmt))
    return text.prefix(4) == today.prefix(4) ? String(text.dropFirst(5)) : String(text.prefix(10))
  }

  /// Nil when no facility is meant and they do not agree.
  func zone(of facility: Facility.ID?) -> TimeZone? {
    if let zone { return zone }
    let own = facilities.filter { facility == nil || $0.facility.id == facility }
    let names = Set((own.isEmpty ? facilities : own).map(\.facility.timeZone))
    return names.count == 1 ? names.first.flatMap(TimeZone.init(identifier:)) : names.isEmpty ? .gmt : nil
  }
}

extension Date {
  /// To the minute, by the clock of `zone`.
  func text(in zone: TimeZone) -> String {
    let day = Day(of: self, in: zone)
    let local = timeIntervalSince1970 + Double(zone.secondsFromGMT(for: self))
    let minute = Int((local / 60).rounded(.down))
    let ofDay = ((minute % 1_440) + 1_440) % 1_440
    return "\(day) \(Self.two(ofDay / 60)):\(Self.two(ofDay % 60))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Desk {
  /// The clocks that a command goes by.
  func wallClock(_ options: ClockOptions) async throws -> WallClock {
    let facilities = try await facilities()
    return WallClock(now: now, zone: options.zone.flatMap(TimeZone.init(identifier:)), facilities: facilities)
  }

  func facilities() async throws -> [FacilityRecord] {
    try await records.run(as: caller, Action("facility.list", needs: nil), Facilities.all)
  }
}
