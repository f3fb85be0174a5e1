import Foundation
import Testing

@testable import Reports

@Suite struct AimTests {
  /// The median wait of each month; nil for a month of nobody.
  private static func chart(_ waits: [Int?]) -> AimsResult.Chart? {
    let january = 12 * 2025
    let tallies = waits.enumerated().compactMap { month, wait in
      wait.map { Tally(Aim.wait.part, value: january + month, code: $0, count: 3) }
    }
    let group = Group(
      code: nil, name: GroupNames.everyone, tallies: [], parts: [Aim.wait.part: tallies], people: 0)
    return AimsResult([group]).charts.first
  }

  @Test func `the eighth month in a row on one side is a signal, a month of nobody is none`() throws {
    let (high, low) = ([7, 5, 7, 5, 7, 5, 7, 5], [3, 1, 3, 1, 3, 1, 3, 1])

    let chart = try #require(Self.chart(high + [4, nil] + low))

    #expect(chart.centre == 4)
    #expect(chart.points.filter(\.isSignal).map(\.month) == ["2025-08", "2026-06"])
  }

  @Test func `a month on the line does not break a row`() throws {
    let chart = try #require(Self.chart([7, 5, 7, 5, 4, 7, 5, 7, 5, 3, 1, 3, 1, 3, 1, 3, 4, 1]))

    #expect(chart.centre == 4)
    #expect(chart.points.map(\.isSignal) == (0..<18).map { $0 == 8 || $0 == 17 })
  }
}
