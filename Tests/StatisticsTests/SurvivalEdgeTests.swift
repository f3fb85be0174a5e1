import Testing

@testable import Statistics

@Suite struct SurvivalEdgeTests {
  @Test func `nobody gives a curve without steps`() throws {
    let curve = try SurvivalCurve([])

    #expect(curve.steps.isEmpty)
    #expect(curve.count == 0)
    #expect(curve.survival(at: 5) == 1)
    #expect(curve.median == nil)
    #expect(curve.atRisk(at: 0) == 0)
    #expect(curve.limits(at: 5) == Limits(1, 1))
    #expect(try CumulativeIncidence([], causes: 2).incidence(of: 1, at: 9) == 0)
  }

  @Test func `one person with the event ends the curve`() throws {
    let curve = try SurvivalCurve(people: [(time: 14, event: true)])

    #expect(curve.survival(at: 13.9) == 1)
    #expect(curve.survival(at: 14) == 0)
    #expect(curve.median == 14)
    #expect(curve.steps.first?.standardError == nil)
    #expect(curve.limits(at: 14) == nil)
    #expect(curve.limits(at: 13) == Limits(1, 1))
  }

  @Test func `when all are censored nothing is known of a median`() throws {
    let curve = try SurvivalCurve([TimeCount(time: 3, events: 0, censored: 9)])

    #expect(curve.survival(at: 100) == 1)
    #expect(curve.median == nil)
    #expect(curve.steps.first?.standardError == 0)
  }

  @Test func `events at time zero count`() throws {
    let curve = try SurvivalCurve([
      TimeCount(time: 0, events: 1, censored: 0), TimeCount(time: 2, events: 0, censored: 3),
    ])

    #expect(curve.survival(at: 0) == 0.75)
  }

  @Test func `somebody censored at the time of an event is at risk there`() throws {
    let curve = try SurvivalCurve([
      TimeCount(time: 5, events: 2, censored: 1), TimeCount(time: 9, events: 0, censored: 5),
    ])

    #expect(curve.steps.map(\.atRisk) == [8, 5])
    #expect(curve.survival(at: 5) == 0.75)
  }

  @Test func `a share of exactly one half is found whatever rounding does`() throws {
    // Products of many fractions that come to exactly 1/2, each with censoring in between.
    for size in 3...400 {
      // (2n - 1)/2n * (2n - 2)/(2n - 1) * ... * n/2n = 1/2, at the n-th event.
      let table = (1...size).map { TimeCount(time: Double($0), events: 1, censored: 0) }
      let rest = TimeCount(time: Double(size + 1), events: 0, censored: size)
      #expect(try SurvivalCurve(table + [rest]).median == Double(size))
    }
    // 6/7 * 7/9 * 3/4 = 1/2 with people lost in between, although the binary product is not exactly that.
    let curve = try SurvivalCurve([
      TimeCount(time: 1, events: 2, censored: 3), TimeCount(time: 2, events: 2, censored: 3),
      TimeCount(time: 3, events: 1, censored: 3),
    ])
    #expect(curve.steps.map(\.atRisk) == [14, 9, 4])
    #expect(curve.median == 3)
  }

  @Test func `a share a hair above one half is not taken for it`() throws {
    let n = 2_000_000_001
    let curve = try SurvivalCurve([
      TimeCount(time: 1, events: 1_000_000_000, censored: 0),
      TimeCount(time: 2, events: 1, censored: n - 1_000_000_001),
    ])

    #expect(curve.median == 2)
  }

  @Test(arguments: [
    ([TimeCount(time: -1, events: 1, censored: 0)], InvalidInput.time),
    ([TimeCount(time: .nan, events: 1, censored: 0)], .time),
    ([TimeCount(time: .infinity, events: 1, censored: 0)], .time),
    ([TimeCount(time: 1, events: -1, censored: 2)], .count),
  ])
  func `input that makes no sense is refused`(table: [TimeCount], error: InvalidInput) {
    #expect(throws: error) { try SurvivalCurve(table) }
    #expect(throws: error) { try LogRank([table, table]) }
  }

  @Test func `rows with another number of causes are refused`() {
    #expect(throws: InvalidInput.causes) {
      try CumulativeIncidence([CumulativeIncidence.Row(time: 1, events: [1], censored: 0)], causes: 2)
    }
  }

  @Test func `a million people in four thousand days are counted at once`() throws {
    let table = (0..<4_000).map { TimeCount(time: Double($0), events: 100, censored: 150) }
    let curve = try SurvivalCurve(table)

    #expect(curve.count == 1_000_000)
    #expect(curve.median != nil)
  }
}
