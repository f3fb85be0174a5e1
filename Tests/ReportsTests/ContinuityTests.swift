import Clinic
import Foundation
import Records
import TestSupport
import Testing

@testable import Reports

/// How many were in the next care in time, against a plain count of the same stays.
@Suite(.database, .timeLimit(.minutes(10)))
struct ContinuityTests {
  private static let zone = TimeZone(identifier: "America/New_York") ?? .gmt

  private func figures(
    _ history: History, _ sameDay: Continuity.SameDay = .counts, knownAt: Date? = nil
  ) async throws -> [Continuity] {
    try await history.database.records.run(
      as: history.database.caller, Action("step_down.continuity", needs: .reportRun),
      Continuity.query(
        from: History.june(-60), to: History.june(40), facility: history.database.north.id, sameDay: sameDay,
        knownAt: knownAt, now: History.june(40)))
  }

  @Test func `whoever goes on in time has continued, by the day of the clock on the wall`() async throws {
    let history = try await History([
      ToldStay(person: 1, start: History.june(1), end: History.june(5), reason: .transferred),
      ToldStay(
        person: 1, stage: .residential, start: History.june(5), end: History.june(20), reason: .completed),
      ToldStay(person: 2, start: History.june(1), end: History.june(5), reason: .completed),
      ToldStay(person: 2, stage: .aftercare, start: History.june(13)),
      ToldStay(person: 3, start: History.june(1), end: History.june(5), reason: .died),
      ToldStay(person: 4, start: History.june(1), end: History.june(5), reason: .leftAgainstAdvice),
      ToldStay(person: 4, start: History.june(7), end: History.june(30), reason: .incarcerated),
    ])
    let found = try await figures(history)
    let detox = try #require(found.first { $0.stage == .detox })
    #expect(detox.ended == 5 && detox.died == 1 && detox.incarcerated == 1)
    #expect(detox.within.map(\.followed) == [3, 3, 3])
    #expect(detox.within.map(\.continued) == [1, 2, 2])
    let residential = try #require(found.first { $0.stage == .residential })
    #expect(residential.within.map(\.followed) == [1, 1, 0], "the end of 20 June is followed for 20 days")
    #expect(residential.within[2].share == nil)
    let strict = try await figures(history, .excluded)
    #expect(strict.first { $0.stage == .detox }?.within.map(\.continued) == [0, 1, 1])
  }

  @Test func `random histories give what a plain count gives`() async throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededRandom(seed)
    var told: [ToldStay] = []
    for person in 1...80 {
      var day = Double.random(in: -30...10, using: &random)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let length = Double.random(in: 0.2...12, using: &random)
        let reason = [DischargeReason.completed, .leftAgainstAdvice, .transferred, .died, .incarcerated]
          .randomElement(using: &random)
        told.append(
          ToldStay(
            person: person, stage: Stage.allCases.randomElement(using: &random) ?? .detox,
            start: History.june(day), end: History.june(day + length), reason: reason))
        day += length + (Bool.random(using: &random) ? 0 : Double.random(in: 0...35, using: &random))
      }
    }
    let history = try await History(told)
    for sameDay in Continuity.SameDay.allCases {
      let found = try await figures(history, sameDay)
      for stage in [Stage.detox, .residential] {
        let expected = Self.count(told, stage, sameDay)
        let figure = found.first { $0.stage == stage }
        #expect(
          figure.map { [$0.ended] + $0.within.flatMap { [$0.followed, $0.continued] } } == expected,
          "seed \(seed)")
      }
    }
  }

  /// Ends, and for each length who was followed and who went on.
  private static func count(_ told: [ToldStay], _ stage: Stage, _ sameDay: Continuity.SameDay) -> [Int64] {
    func day(_ date: Date) -> Int { Int(Day(of: date, in: zone).daysSince2000) }
    let rank = Dictionary(uniqueKeysWithValues: Stage.allCases.enumerated().map { ($1, $0) })
    let today = day(History.june(40))
    var figures = [Int64](repeating: 0, count: 7)
    for stay in told where stay.stage == stage {
      guard let end = stay.end, end >= History.june(-60), end < History.june(40) else { continue }
      figures[0] += 1
      guard stay.reason != .died, stay.reason != .incarcerated else { continue }
      let next = told.filter {
        $0.person == stay.person && (rank[$0.stage] ?? 0) > (rank[stage] ?? 0) && $0.start >= end
          && $0.start <= History.june(40) && day($0.start) >= day(end) + (sameDay == .counts ? 0 : 1)
      }.map { day($0.start) }.min()
      for (index, length) in Continuity.lengths.enumerated() where day(end) + length <= today {
        figures[1 + 2 * index] += 1
        if let next, next <= day(end) + length { figures[2 + 2 * index] += 1 }
      }
    }
    return figures
  }
}
