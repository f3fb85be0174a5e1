import Foundation
import Testing

@testable import Clinic

@Suite struct SameDayStayTests {
  private func zone() throws -> TimeZone { try #require(TimeZone(identifier: "America/New_York")) }

  private func time(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

  @Test(arguments: [
    // Within a day: TEDS counts one, HCUP none.
    ("2026-06-15T13:00:00Z", "2026-06-15T20:00:00Z", 1, 0),
    // Over midnight in New York, which is 04:00 UTC in summer.
    ("2026-06-15T03:30:00Z", "2026-06-15T04:30:00Z", 1, 1),
    // Midnight itself begins the next day.
    ("2026-06-15T03:59:59Z", "2026-06-15T04:00:00Z", 1, 1),
    ("2026-06-15T04:00:00Z", "2026-06-16T03:59:59Z", 1, 0),
    // The day on which the clocks go forward has 23 hours, and that on which they go back 25.
    ("2026-03-08T05:00:00Z", "2026-03-09T03:59:00Z", 1, 0),
    ("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", 1, 1),
    ("2026-11-01T04:00:00Z", "2026-11-02T04:59:00Z", 1, 0),
    ("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 1, 1),
    ("2026-03-01T15:00:00Z", "2026-03-31T14:00:00Z", 30, 30),
  ])
  func `a length of stay is a difference of days where the facility is`(
    start: String, end: String, teds: Int, hcup: Int
  ) throws {
    let (start, end) = (try time(start), try time(end))

    #expect(SameDayStay.teds.lengthOfStay(from: start, to: end, in: try zone()) == teds)
    #expect(SameDayStay.hcup.lengthOfStay(from: start, to: end, in: try zone()) == hcup)
  }

  @Test func `what goes on is counted until now, and what is planned is not yet`() throws {
    let (start, now) = (try time("2026-06-10T12:00:00Z"), try time("2026-06-15T12:00:00Z"))

    let open = LengthsOfStay(of: try Interval(start: start), in: try zone(), now: now)
    let planned = LengthsOfStay(
      of: try Interval(start: start, end: try time("2026-06-20T12:00:00Z")), in: try zone(), now: now)

    #expect(open.teds == 5 && open == planned)
  }
}
