import Clinic
import Foundation
import Testing

/// When doses fall due, also on days on which the clocks change.
struct DoseTimingTests {
  private static let zones = [
    "America/New_York", "Europe/Prague", "Australia/Lord_Howe", "UTC", "Asia/Kolkata",
  ]

  private func wall(_ date: Date, _ zone: TimeZone) -> String {
    let local = Int((date.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: date))).rounded())
    let minutes = ((local / 60) % 1_440 + 1_440) % 1_440
    return TimeOfDay(minutes: minutes)?.description ?? "?"
  }

  @Test(arguments: zones)
  func `every time of the day comes once a day of the whole year`(zone name: String) throws {
    let zone = try #require(TimeZone(identifier: name))
    let times = try ["00:00", "08:00", "13:30", "20:00"].map { try TimeOfDay($0) }
    let start = try Day("2026-01-01").start(in: zone)
    let end = try Day("2027-01-01").start(in: zone)

    let due = DoseTiming.times(times).dueTimes(from: start, in: start..<end, zone: zone)

    #expect(due.count == 365 * times.count)
    #expect(due == due.sorted() && Set(due).count == due.count)
    for day in Dictionary(grouping: due, by: { Day(of: $0, in: zone) }) {
      #expect(day.value.map { wall($0, zone) }.sorted() == times.map(\.description), "\(day.key)")
    }
  }

  @Test func `a time that the clocks skip comes an hour later, and one that they show twice comes once`()
    throws
  {
    let zone = try #require(TimeZone(identifier: "America/New_York"))
    let half = try TimeOfDay("02:30")
    #expect(wall(half.instant(on: try Day("2026-03-08"), in: zone), zone) == "03:30")
    let before = half.instant(on: try Day("2026-03-07"), in: zone)
    #expect(half.instant(on: try Day("2026-03-08"), in: zone).timeIntervalSince(before) == 86_400)

    let one = try TimeOfDay("01:30").instant(on: try Day("2026-11-01"), in: zone)
    #expect(
      wall(one, zone) == "01:30" && wall(one.addingTimeInterval(3_600), zone) == "01:30", "the first of both")
    #expect(wall(one.addingTimeInterval(-3_600), zone) == "00:30")
  }

  @Test func `an interval counts hours, whatever the clocks do`() throws {
    let zone = try #require(TimeZone(identifier: "Europe/Prague"))
    let first = try TimeOfDay("06:00").instant(on: try Day("2026-03-28"), in: zone)
    let due = DoseTiming.every(minutes: 360).dueTimes(
      from: first, in: first..<first.addingTimeInterval(3 * 86_400), zone: zone)
    #expect(due.count == 12)
    #expect(zip(due, due.dropFirst()).allSatisfy { $1.timeIntervalSince($0) == 21_600 })
  }

  @Test func `the doses of a time are those of its parts together`() throws {
    var random = SeededRandom(seed: 33)
    let zone = try #require(TimeZone(identifier: "America/New_York"))
    let first = try Day("2026-02-20").start(in: zone)
    let timings = [
      DoseTiming.times(try ["02:30", "09:00", "21:15"].map { try TimeOfDay($0) }), .every(minutes: 250),
    ]
    for timing in timings {
      for _ in 0..<300 {
        let start = first.addingTimeInterval(Double.random(in: -100_000...2_000_000, using: &random))
        let middle = start.addingTimeInterval(Double.random(in: 0...500_000, using: &random))
        let end = middle.addingTimeInterval(Double.random(in: 0...500_000, using: &random))
        let whole = timing.dueTimes(from: first, in: start..<end, zone: zone)
        let parts =
          timing.dueTimes(from: first, in: start..<middle, zone: zone)
          + timing.dueTimes(from: first, in: middle..<end, zone: zone)
        #expect(whole == parts)
        #expect(whole.allSatisfy { $0 >= first && start <= $0 && $0 < end })
      }
    }
  }

  @Test func `times that are none, twice or too close are refused`() throws {
    for text in ["24:00", "8", "08:60", "-1:00", "", "08:00:00", "8h"] {
      #expect(throws: InvalidValue.self) { try TimeOfDay(text) }
    }
    #expect(try TimeOfDay("8:05").description == "08:05")
    let eight = try TimeOfDay("08:00")
    #expect(throws: InvalidValue.self) { try DoseTiming.times([eight, eight]).check() }
    #expect(throws: InvalidValue.self) { try DoseTiming.times([]).check() }
    #expect(throws: InvalidValue.self) { try DoseTiming.every(minutes: 0).check() }
    #expect(throws: InvalidValue.self) { try DoseTiming.every(minutes: 29).check() }
  }
}
