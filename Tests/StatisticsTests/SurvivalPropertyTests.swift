import Testing

@testable import Statistics

private let seeds = Array(UInt64(1)...60)

@Suite struct SurvivalPropertyTests {
  @Test(arguments: seeds)
  func `a curve falls from 1, keeps its limits around it and loses nobody`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let people = random.people()
    let curve = try SurvivalCurve(people: people)

    var last = 1.0
    for step in curve.steps {
      #expect((0...last).contains(step.survival))
      #expect((step.events == 0) == (step.survival == last))
      last = step.survival
      for kind in SurvivalCurve.LimitKind.allCases {
        guard let limits = step.limits(kind) else {
          #expect(step.survival == 0)
          continue
        }
        #expect(0 <= limits.lower && limits.lower <= step.survival)
        #expect(step.survival <= limits.upper && limits.upper <= 1)
      }
    }
    #expect(curve.steps.reduce(0) { $0 + $1.events + $1.censored } == people.count)
    #expect(curve.atRisk(at: 0) == people.count)
    #expect(curve.atRisk(at: 1_000) == 0)
  }

  @Test(arguments: seeds)
  func `people one by one and counted by day give the same curve`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let people = random.people()
    let counted = Dictionary(grouping: people, by: \.time).map { time, people in
      TimeCount(
        time: time, events: people.count { $0.event }, censored: people.count { !$0.event })
    }

    #expect(try SurvivalCurve(people: people) == SurvivalCurve(counted))
    #expect(try SurvivalCurve(people: people.shuffled(using: &random)) == SurvivalCurve(counted))
  }

  @Test(arguments: seeds)
  func `without censoring the curve is the share that is left`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let people = random.people().map { (time: $0.time, event: true) }
    let curve = try SurvivalCurve(people: people)

    for step in curve.steps {
      let left = people.count { $0.time > step.time }
      #expect(isClose(step.survival, Double(left) / Double(people.count), within: 1e-12))
    }
    let half = curve.steps.first { step in 2 * people.count { $0.time > step.time } <= people.count }
    #expect(curve.median == half?.time)
  }

  @Test(arguments: seeds)
  func `the shares of all exits and of none add up to one`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let rows = random.people().map { person in
      var events = [0, 0, 0]
      if person.event { events[Int.random(in: 0...2, using: &random)] = 1 }
      return CumulativeIncidence.Row(time: person.time, events: events, censored: person.event ? 0 : 1)
    }
    let incidence = try CumulativeIncidence(rows, causes: 3)
    let curve = try SurvivalCurve(
      rows.map { TimeCount(time: $0.time, events: $0.events.reduce(0, +), censored: $0.censored) })

    #expect(incidence.steps.map(\.survival) == curve.steps.map(\.survival))
    for step in incidence.steps {
      #expect(isClose(step.incidence.reduce(step.survival, +), 1, within: 1e-12))
    }
  }

  @Test(arguments: seeds)
  func `the log-rank test of two groups has the closed form`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let test = try LogRank([[TimeCount](random.people()), [TimeCount](random.people())])
    let variance = test.covariance.first?.first ?? 0

    #expect(isClose(test.observed.reduce(0, +), test.expected.reduce(0, +), within: 1e-9))
    guard variance > 0 else {
      #expect(test.p == nil)
      return
    }
    let difference = test.observed[0] - test.expected[0]
    #expect(isClose(test.chiSquare, difference * difference / variance, within: 1e-9))
    #expect((0...1).contains(test.p ?? .nan))
  }
}
