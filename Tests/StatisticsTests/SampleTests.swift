import Testing

@testable import Statistics

@Suite struct SampleTests {
  @Test func `quantiles of lengths of stay are those of NumPy and PostgreSQL`() throws {
    let cases = try Oracle.file("los_quantiles").cases.list.filter { $0.data.text == nil }
    #expect(cases.count == 5)
    for row in cases {
      let sample = try #require(Sample(row.data.numbers.compactMap(\.self)))

      #expect(isClose(sample.mean, row.mean.number))
      #expect(isClose(sample.deviation, row.sd_sample.number))
      for p in row.percentile_cont.keys {
        #expect(isClose(sample.quantile(try #require(Double(p))), row.percentile_cont[p].number))
        #expect(isClose(sample.discreteQuantile(try #require(Double(p))), row.percentile_disc[p].number))
      }
    }
  }

  @Test func `textbook quantiles are reproduced`() throws {
    let oracle = try Oracle.file("textbook_statistics").quantiles
    let sample = try #require(Sample(oracle.data.numbers.compactMap(\.self)))

    for p in oracle.type7_percentile_cont.keys {
      let share = try #require(Double(p)) / 100
      #expect(isClose(sample.quantile(share), oracle.type7_percentile_cont[p].number))
      #expect(isClose(sample.discreteQuantile(share), oracle.percentile_disc[p].number))
    }
  }

  @Test func `rounding does not move a discrete quantile`() throws {
    let sample = try #require(Sample((1...100).map(Double.init)))

    // 0.07 * 100 is a little more than 7 in binary.
    for p in 1...100 { #expect(sample.discreteQuantile(Double(p) / 100) == Double(p)) }
    #expect(sample.discreteQuantile(0) == 1)
  }

  @Test func `an empty sample does not exist`() {
    #expect(Sample([]) == nil)
    #expect(Sample([1, .nan]) == nil)
    #expect(Sample([7])?.deviation == nil)
    #expect(Sample([7])?.quantile(0.9) == 7)
  }

  @Test func `reliable change is that of Jacobson and Truax`() throws {
    let oracle = try Oracle.file("rci")
    for row in oracle.cases.list {
      let change = try #require(
        ReliableChange(deviation: row.sd.number ?? 0, reliability: row.r.number ?? 1))
      let (before, after) = (try #require(row.pre.number), try #require(row.post.number))
      let direction = change.direction(
        from: before, to: after, lowerIsBetter: row.lower_is_better.text == "true")

      #expect(isClose(change.standardError, row.SE.number))
      #expect(isClose(change.differenceError, row.Sdiff.number))
      #expect(isClose(change.index(from: before, to: after), row.RC.number))
      #expect(isClose(change.leastReliable, row.min_reliable_change.number))
      #expect((direction != .none) == (row.reliable.text == "true"))
      #expect(direction.rawValue == row.direction.text)
    }
    for row in oracle.cutoffs.list {
      let cutOff = ReliableChange.cutOff(
        clinical: (row.M_clin.number ?? 0, row.s_clin.number ?? 0),
        normal: (row.M_norm.number ?? 0, row.s_norm.number ?? 0))
      #expect(isClose(cutOff, row.c.number))
    }
  }

  @Test func `textbook reliable changes are reproduced`() throws {
    for row in try Oracle.file("textbook_statistics").reliable_change.list {
      let change = try #require(
        ReliableChange(deviation: row.sd_pre.number ?? 0, reliability: row.reliability.number ?? 1))

      #expect(isClose(change.differenceError, row.Sdiff.number))
      #expect(isClose(change.leastReliable, row.threshold_1_96.number))
      if let before = row.pre.number, let after = row.post.number {
        #expect(isClose(change.index(from: before, to: after), row.RCI.number))
      }
    }
  }

  @Test func `a perfectly reliable or constant measure has no reliable change`() {
    #expect(ReliableChange(deviation: 6, reliability: 1) == nil)
    #expect(ReliableChange(deviation: 0, reliability: 0.8) == nil)
  }

  @Test func `Student's sleep data give the t of the textbook`() throws {
    let oracle = try Oracle.file("textbook_statistics").paired_t_student_sleep
    let differences = zip(oracle.g1.numbers, oracle.g2.numbers).map { ($0 ?? .nan) - ($1 ?? .nan) }
    let test = try #require(PairedDifference(differences))

    #expect(isClose(test.t, oracle.t.number))
    #expect(isClose(test.p, oracle.p.number))
    #expect(isClose(test.deviation, oracle.sd_diff.number))
    #expect(Double(test.degrees) == oracle.df.number)
    #expect(PairedDifference([2]) == nil)
    #expect(PairedDifference([2, 2, 2]) == nil)
  }
}
