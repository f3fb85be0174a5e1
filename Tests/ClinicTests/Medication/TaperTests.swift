import Clinic
import Foundation
import Testing

/// Doses that grow smaller, and end.
struct TaperTests {
  private func amounts(_ texts: String...) -> [Decimal] { texts.compactMap { Decimal(string: $0) } }

  @Test func `a taper goes down by its step and ends with its floor`() throws {
    #expect(try Taper(from: 20, by: 6, to: 5, days: 2).amounts == [20, 14, 8, 5])
    #expect(try Taper(from: 20, by: 6, to: 0, days: 1).amounts == [20, 14, 8, 2])
    #expect(try Taper(from: 20, by: 5, to: 5, days: 1).amounts == [20, 15, 10, 5])
    let fine = try Taper(
      from: #require(Decimal(string: "0.3")), by: #require(Decimal(string: "0.1")), to: 0, days: 1)
    #expect(fine.amounts == amounts("0.3", "0.2", "0.1"), "decimals are exact")
  }

  @Test func `a taper that never ends is refused, and so is one that rises or lasts too long`() throws {
    let cases: [(String, () throws -> Taper)] = [
      ("taper-never-ends", { try Taper(from: 10, by: 0, to: 0, days: 1) }),
      ("taper-never-ends", { try Taper(from: 10, by: -1, to: 0, days: 1) }),
      ("taper-never-ends", { try Taper(from: 10, by: 1, to: 10, days: 1) }),
      ("taper-never-ends", { try Taper(from: 10, by: 1, to: 12, days: 1) }),
      ("taper-never-ends", { try Taper(from: 10, by: 1, to: -1, days: 1) }),
      ("taper-too-long", { try Taper(from: 1_000, by: 1, to: 0, days: 1) }),
      ("taper-too-long", { try Taper(from: 20, by: 1, to: 0, days: 30) }),
      ("taper-too-long", { try Taper(amounts: [], days: 1) }),
      ("taper-rises", { try Taper(amounts: [10, 5, 6], days: 1) }),
      ("out-of-range", { try Taper(amounts: [10, 5], days: 0) }),
      ("invalid-amount", { try Taper(amounts: [10, 0], days: 1) }),
      ("invalid-amount", { try Taper(from: .nan, by: 1, to: 0, days: 1) }),
    ]
    for (code, make) in cases {
      let refusal = #expect(throws: InvalidValue.self) { try make() }
      #expect(refusal?.code == code, "\(String(describing: refusal))")
    }
  }

  @Test func `of any taper the amounts fall by the step, stay above the floor and end on it`() throws {
    var random = SeededRandom(seed: 14)
    for _ in 0..<2_000 {
      let start = Decimal(Int.random(in: 1...4_000, using: &random)) / 10
      let step = Decimal(Int.random(in: 1...400, using: &random)) / 10
      let floor = Decimal(Int.random(in: 0...400, using: &random)) / 10
      let days = Int.random(in: 1...3, using: &random)
      guard let taper = try? Taper(from: start, by: step, to: floor, days: days) else {
        let steps = (start - floor) / step
        #expect(
          floor >= start || steps >= 98 || steps * Decimal(days) > 360, "\(start) \(step) \(floor) \(days)")
        continue
      }
      #expect(taper.amounts.first == start)
      #expect(taper.amounts.allSatisfy { $0 > 0 && $0 >= floor })
      let falls = zip(taper.amounts, taper.amounts.dropFirst()).map { $0 - $1 }
      #expect(falls.dropLast().allSatisfy { $0 == step } && falls.allSatisfy { $0 > 0 && $0 <= step })
      if floor > 0 { #expect(taper.amounts.last == floor) } else { #expect(taper.amounts.last ?? 0 <= step) }
      #expect(taper.amount(onDay: taper.amounts.count * days) == nil && taper.amount(onDay: -1) == nil)
      #expect(taper.amount(onDay: taper.amounts.count * days - 1) == taper.amounts.last)
    }
  }

  @Test func `its steps follow each other day by day, and it ends after the last`() throws {
    let taper = try Taper(amounts: [8, 4], days: 3)
    let zone = try #require(TimeZone(identifier: "America/New_York"))
    let first = try Day("2026-10-30")
    let steps = taper.steps(from: first)
    #expect(steps.map(\.firstDay) == [first, try Day("2026-11-02")])
    #expect(steps.map(\.lastDay) == [try Day("2026-11-01"), try Day("2026-11-04")])
    // The clocks go back on 1 November.
    #expect(taper.end(from: first.start(in: zone), in: zone) == (try Day("2026-11-05")).start(in: zone))
  }
}
