import Clinic
import Foundation
import TestSupport
import Testing

@testable import Reports

/// Ways out and danger days against a count of plain rows, person by person.
@Suite(.database, .timeLimit(.minutes(10)))
struct ExitTests {
  private static let seed = UInt64.random(in: 1...1_000_000)

  /// Stays of the south, where the day is that of UTC.
  private static func stays(_ random: inout SeededRandom) -> [ToldStay] {
    (1...60).map { person in
      let start = Double(Int.random(in: 1...12, using: &random))
      let days = Double(Int.random(in: 0...9, using: &random))
      let isOpen = Int.random(in: 0..<5, using: &random) == 0 || start + days > 14
      return ToldStay(
        person: person, isSouth: true, start: History.june(start),
        end: isOpen ? nil : History.june(start + days + 0.3),
        reason: isOpen ? nil : DischargeReason.allCases.randomElement(using: &random))
    }
  }

  private static func days(_ stay: ToldStay) throws -> Int {
    let zone = try #require(TimeZone(identifier: "UTC"))
    let end = Day(of: min(stay.end ?? TestDatabase.now, TestDatabase.now), in: zone)
    return end.days(since: Day(of: stay.start, in: zone))
  }

  @Test func `the shares of the ways out are those of plain rows, and add up to everybody`() async throws {
    var random = SeededRandom(Self.seed)
    let stays = Self.stays(&random)
    let definition = try CohortDefinition(
      yaml: "name: test\ntitle: Test\npopulation: stays\nmeasures: [exits: {horizon: 7, marks: [0, 2, 5, 7]}]"
    )

    let report = try await History(stays).run(definition)

    let exits = try #require(report.panels.first?.exits)
    #expect(exits.exits == ["completed", "transferred", "dropped_out", "terminated", "other"])
    let heads = Measure.ReasonForm.published.columns.map(\.reasons)
    let people = try stays.map { (days: try Self.days($0), cause: $0.reason) }
    for mark in try #require(exits.rows.first).marks {
      var (there, shares) = (1.0, Array(repeating: 0.0, count: heads.count))
      for day in 0...mark.day {
        let atRisk = people.count { $0.days >= day }
        guard atRisk > 0 else { continue }
        let gone = heads.map { head in people.count { $0.days == day && $0.cause.map(head.contains) ?? false }
        }
        for index in heads.indices { shares[index] += there * Double(gone[index]) / Double(atRisk) }
        there *= 1 - Double(gone.reduce(0, +)) / Double(atRisk)
      }
      #expect(mark.atRisk == people.count { $0.days >= mark.day }, "seed \(Self.seed)")
      #expect(
        zip(mark.shares, shares).allSatisfy { abs($0 - $1) < 1e-12 }, "day \(mark.day), seed \(Self.seed)")
      #expect(abs(mark.remaining - there) < 1e-12, "seed \(Self.seed)")
      #expect(abs(mark.shares.reduce(mark.remaining, +) - 1) < 1e-12, "seed \(Self.seed)")
    }
  }

  @Test(arguments: Measure.Retention.Event.allCases)
  func `the danger days are those of plain rows, the surest first`(
    _ event: Measure.Retention.Event
  ) async throws {
    var random = SeededRandom(Self.seed)
    let stays = Self.stays(&random)
    let definition = try CohortDefinition(
      yaml: """
        name: test
        title: Test
        population: stays
        measures: [danger_days: {event: \(event.rawValue), horizon: 6, top: 3}]
        """)

    let report = try await History(stays).run(definition)

    let row = try #require(report.panels.first?.dangerDays?.rows.first)
    let leaves: (DischargeReason?) -> Bool = { reason in
      event == .exit ? reason != nil : reason == .leftAgainstAdvice || reason == .terminatedByFacility
    }
    for day in 0...6 {
      let atRisk = try stays.count { try Self.days($0) >= day }
      let left = try stays.count { try Self.days($0) == day && leaves($0.reason) }
      let told = row.days.first { $0.day == day }
      #expect((told?.left ?? 0) == left, "day \(day), seed \(Self.seed)")
      if let told { #expect(told.atRisk == atRisk && told.hazard == Double(left) / Double(atRisk)) }
    }
    #expect(row.days.allSatisfy { $0.day <= 6 && $0.lower <= $0.hazard && $0.hazard <= $0.upper })
    #expect(row.worst.count == min(3, row.days.count))
    let others = row.days.filter { !row.worst.contains($0) }
    #expect(
      row.worst.allSatisfy { worst in others.allSatisfy { $0.lower <= worst.lower } }, "seed \(Self.seed)")
    #expect(report.text().contains("95 %") && report.csv().contains("danger_days,all,hazard"))
  }

  @Test func `a setting that there is not is refused with its place`() {
    let refusal = #expect(throws: InvalidDefinition.self) {
      _ = try CohortDefinition(
        yaml: "name: test\ntitle: Test\npopulation: stays\nmeasures:\n  - danger_days: {horizon: 30, topp: 4}"
      )
    }
    #expect(refusal?.line == 5 && refusal?.remedy == "Did you mean top?")
  }
}
