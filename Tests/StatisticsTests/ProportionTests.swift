import Testing

@testable import Statistics

@Suite struct ProportionTests {
  @Test func `statsmodels gives the same limits of a share`() throws {
    for row in try Oracle.file("proportions").single.list {
      let share = try #require(Proportion(Int(row.x.number ?? -1), of: Int(row.n.number ?? -1)))

      #expect(isClose(share.share, row.p.number))
      #expect(isClose(share.wilson().lower, row.wilson[0].number))
      #expect(isClose(share.wilson().upper, row.wilson[1].number))
      #expect(isClose(share.clopperPearson().lower, row.beta[0].number), "\(share)")
      #expect(isClose(share.clopperPearson().upper, row.beta[1].number), "\(share)")
    }
  }

  @Test func `the textbook gives the same limits to its four decimals`() throws {
    let oracle = try Oracle.file("textbook_statistics")
    for row in oracle.proportion_ci_95.list {
      let share = try #require(Proportion(Int(row.x.number ?? -1), of: Int(row.n.number ?? -1)))

      #expect(isClose(share.wilson().lower, row.wilson[0].number, within: 0.000_051))
      #expect(isClose(share.wilson().upper, row.wilson[1].number, within: 0.000_051))
      #expect(isClose(share.clopperPearson().lower, row.clopper_pearson[0].number, within: 0.000_051))
      #expect(isClose(share.clopperPearson().upper, row.clopper_pearson[1].number, within: 0.000_051))
    }
    for row in oracle.newcombe_difference_95.list {
      let (difference, limits) = try row.difference()
      #expect(isClose(difference, row.diff.number, within: 0.000_051))
      #expect(isClose(limits.lower, row.lower.number, within: 0.000_051))
      #expect(isClose(limits.upper, row.upper.number, within: 0.000_051))
    }
  }

  @Test func `statsmodels gives the same limits of a difference`() throws {
    for row in try Oracle.file("proportions").two_indep.list {
      let (_, limits) = try row.difference()
      #expect(isClose(limits.lower, row.newcombe_diff[0].number))
      #expect(isClose(limits.upper, row.newcombe_diff[1].number))
    }
  }

  @Test func `the limits of a rate are exact`() throws {
    for row in try Oracle.file("proportions").poisson_rate.list {
      let rate = try #require(
        EventRate(events: Int(row.events.number ?? -1), personTime: row.person_time.number ?? 0))
      #expect(isClose(rate.rate, row.rate.number))
      #expect(isClose(rate.limits().lower, row.exact95[0].number))
      #expect(isClose(rate.limits().upper, row.exact95[1].number))
    }
  }

  @Test func `McNemar's test is reproduced`() throws {
    let oracle = try Oracle.file("textbook_statistics").mcnemar
    let (b, c) = (Int(oracle.b.number ?? 0), Int(oracle.c.number ?? 0))

    #expect(isClose(McNemar(b, c)?.chiSquare, oracle.chi2.number, within: 0.000_051))
    #expect(isClose(McNemar(b, c, corrected: true)?.chiSquare, oracle.chi2_cc.number, within: 0.000_051))
    #expect(McNemar(0, 0) == nil)
    #expect(McNemar(3, 3, corrected: true)?.p == 1)
  }

  @Test func `of nobody there is no share`() {
    #expect(Proportion(0, of: 0) == nil)
    #expect(Proportion(3, of: 2) == nil)
    #expect(Proportion(-1, of: 2) == nil)
    #expect(EventRate(events: 1, personTime: 0) == nil)
  }
}

extension Oracle {
  fileprivate func difference() throws -> (difference: Double, limits: Limits) {
    let first = try #require(Proportion(Int(self.x1.number ?? -1), of: Int(self.n1.number ?? -1)))
    let second = try #require(Proportion(Int(self.x2.number ?? -1), of: Int(self.n2.number ?? -1)))
    return first.difference(from: second)
  }
}
