import Clinic
import Foundation
import Testing

/// The level that was given beside the one that was authorized.
struct LevelTimelineTests {
  private let zone = TimeZone(identifier: "America/New_York") ?? .gmt
  private let detox = LevelOfCare(edition: .third, code: "3.7-WM")
  private let residential = LevelOfCare(edition: .third, code: "3.5")

  private func identifier<Entity>() -> Identifier<Entity> {
    var random = SystemRandomNumberGenerator()
    return Identifier(at: Date(timeIntervalSince1970: 1_781_524_800), random: &random)
  }

  /// A time by the clock of the facility.
  private func at(_ day: String, _ hour: Double) throws -> Date {
    try Day(day).start(in: zone).addingTimeInterval(hour * 3_600)
  }

  private func stay(_ level: LevelOfCare?, _ start: Date, _ end: Date?) throws -> Stay {
    Stay(
      id: identifier(), episodeID: identifier(), stage: .detox, level: level,
      during: try Interval(start: start, end: end))
  }

  private func authorization(
    _ level: LevelOfCare, _ first: String, _ last: String, _ decision: Authorization.Decision = .approved
  ) throws -> Authorization {
    try Authorization(
      id: identifier(), episodeID: identifier(), payer: Line("Zz Health"), level: level, firstDay: Day(first),
      lastDay: Day(last), decision: decision)
  }

  @Test func `a day counts for the stay in which its midnight lies`() throws {
    let timeline = LevelTimeline(
      stays: [
        try stay(detox, at("2026-06-01", 23.5), at("2026-06-04", 0.5)),
        try stay(residential, at("2026-06-04", 0.5), at("2026-06-06", 12)),
      ], authorizations: [], timeZone: zone, now: try at("2026-06-20", 9))
    #expect(timeline.days.map(\.day.description) == (1...5).map { "2026-06-0\($0)" })
    #expect(timeline.days.map(\.clinical) == [detox, detox, detox, residential, residential])
  }

  @Test func `a stay without a midnight has no day, and the day that goes on is not counted yet`() throws {
    let now = try at("2026-06-03", 15)
    #expect(
      LevelTimeline(
        stays: [try stay(detox, at("2026-06-01", 8), at("2026-06-01", 20))], authorizations: [],
        timeZone: zone,
        now: now
      ).days.isEmpty)
    #expect(
      LevelTimeline(
        stays: [try stay(detox, at("2026-06-02", 8), nil)], authorizations: [], timeZone: zone, now: now
      ).days.map(\.day.description) == ["2026-06-02"])
  }

  @Test(arguments: ["2026-03-08", "2026-11-01"])
  func `the day on which the clocks change is one day`(day: String) throws {
    let next = try Day(day).adding(days: 1)
    let timeline = LevelTimeline(
      stays: [try stay(detox, at(day, 0), next.start(in: zone).addingTimeInterval(60))], authorizations: [],
      timeZone: zone, now: next.adding(days: 5).start(in: zone))
    #expect(timeline.days.map(\.day.description) == [day])
  }

  @Test func `gaps of one kind in a row are one, and another level is another kind`() throws {
    let stay = try stay(residential, at("2026-06-01", 10), at("2026-06-11", 10))
    let timeline = LevelTimeline(
      stays: [stay],
      authorizations: [
        try authorization(residential, "2026-06-01", "2026-06-03"),
        try authorization(residential, "2026-06-04", "2026-06-05", .denied),
        try authorization(detox, "2026-06-06", "2026-06-07"),
        try authorization(residential, "2026-06-08", "2026-06-08", .notRequired),
      ], timeZone: zone, now: try at("2026-06-20", 9))
    let gaps = timeline.gaps.map { "\($0.kind.rawValue) \($0.firstDay) \($0.lastDay) \($0.count)" }
    #expect(
      gaps == [
        "not_authorized 2026-06-04 2026-06-05 2", "other_level 2026-06-06 2026-06-07 2",
        "not_authorized 2026-06-09 2026-06-10 2",
      ])
  }

  @Test func `a stay that says no level is a gap of its own kind`() throws {
    let timeline = LevelTimeline(
      stays: [try stay(nil, at("2026-06-01", 10), at("2026-06-02", 10))],
      authorizations: [try authorization(detox, "2026-06-01", "2026-06-01")], timeZone: zone,
      now: try at("2026-06-20", 9))
    #expect(timeline.gaps.map(\.kind) == [.levelNotSaid])
  }

  @Test func `an assessment has the ratings of its edition, and explains another level`() throws {
    func code(
      _ ratings: [String], _ recommended: LevelOfCare, _ agreed: LevelOfCare?,
      _ why: LevelAssessment.Difference?
    ) -> String? {
      do {
        _ = try LevelAssessment(
          id: identifier(), episodeID: identifier(), at: Date(timeIntervalSince1970: 0),
          ratings: ratings.map { .value(.init($0)) }, recommended: recommended, agreed: agreed,
          difference: why)
        return nil
      } catch { return error.code }
    }
    let third = ["0", "1", "2", "3", "4", "0"]
    let fourth = LevelOfCare(edition: .fourth, code: "3.7")
    #expect(code(third, residential, nil, nil) == nil)
    #expect(code(Array(third.prefix(5)), residential, nil, nil) == "wrong-count")
    #expect(code(["5", "1", "2", "3", "4", "0"], residential, nil, nil) == "unknown-code")
    #expect(code(["B", "0", "A", "C", "E"], fourth, nil, nil) == nil)
    #expect(code(third, fourth, nil, nil) == "wrong-count")
    #expect(code(third, detox, residential, nil) == "missing-required")
    #expect(code(third, detox, residential, .waitingList) == nil)
    #expect(code(third, detox, detox, .court) == "needless-difference")
    #expect(code(third, detox, fourth, .court) == "other-edition")
  }
}
