import Testing

@testable import Statistics

@Suite struct LogRankTests {
  @Test(arguments: [
    ("freireich_logrank", "freireich_6mp", "freireich_placebo"),
    ("aml_logrank", "aml_maintained", "aml_nonmaintained"),
  ])
  func `a textbook test is reproduced`(name: String, first: String, second: String) throws {
    let oracle = try Oracle.file("textbook_statistics").survival
    let test = try LogRank([first, second].map { [TimeCount](oracle[$0].data.list.people) })
    let expected = oracle[name]

    #expect(isClose(test.observed[0], expected.O1.number))
    #expect(isClose(test.expected[0], expected.E1.number))
    #expect(isClose(test.observed[1], expected.O2.number))
    #expect(isClose(test.expected[1], expected.E2.number))
    #expect(isClose(test.covariance[0][0], expected.V.number))
    #expect(isClose(test.chiSquare, expected.chi2.number))
    #expect(Double(test.degrees) == expected.df.number ?? 1)
    #expect(isClose(test.p, expected.p.number))
    let short = zip(test.observed, test.expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / $1.1 }
    #expect(isClose(short, expected.approx_sum_OE2_over_E.number), "the other form, which we do not use")
  }

  @Test func `R gives the same test of 238 methadone patients in two clinics`() throws {
    let oracle = try Oracle.file("km_R_survival").addicts
    let test = try LogRank(
      ["km_clinic1", "km_clinic2"].map { try oracle[$0].counted(events: "n_event", censored: "n_censor") })

    #expect(isClose(test.chiSquare, 27.892679064683))
    #expect(isClose(test.p, 1.282340402508e-07, within: 1e-16))
    #expect(isClose(test.expected[0], oracle.logrank_clinic.exp[0].number))
  }

  @Test func `three groups are compared at once, and their order does not matter`() throws {
    // Two of the groups are halves of one; a third differs.
    let oracle = try Oracle.file("textbook_statistics").survival
    let mercaptopurine = oracle.freireich_6mp.data.list.people
    let groups = [
      [TimeCount](Array(mercaptopurine.prefix(10))), [TimeCount](Array(mercaptopurine.dropFirst(10))),
      [TimeCount](oracle.freireich_placebo.data.list.people),
    ]
    let test = try LogRank(groups)
    let turned = try LogRank([groups[2], groups[0], groups[1]])

    #expect(test.degrees == 2)
    #expect(isClose(test.chiSquare, turned.chiSquare))
    #expect(isClose(test.observed.reduce(0, +), test.expected.reduce(0, +)))
    #expect(test.chiSquare > 16.79, "more groups never take away from the statistic")
  }

  @Test func `alike groups do not differ`() throws {
    let group = [TimeCount(time: 1, events: 2, censored: 1), TimeCount(time: 5, events: 1, censored: 2)]
    let test = try LogRank([group, group, group])

    #expect(isClose(test.chiSquare, 0))
    #expect(isClose(test.p, 1))
    #expect(test.degrees == 2)
  }

  @Test func `what cannot be compared has no p`() throws {
    let group = [TimeCount(time: 1, events: 1, censored: 0)]
    let nobody: [TimeCount] = []
    let onlyCensored = [TimeCount(time: 3, events: 0, censored: 4)]

    for groups in [[], [group], [group, nobody], [nobody, nobody], [onlyCensored, onlyCensored]] {
      let test = try LogRank(groups)
      #expect(test.p == nil)
      #expect(test.degrees == 0)
      #expect(test.chiSquare == 0)
    }
  }

  @Test func `an empty group does not spoil the comparison of the others`() throws {
    let a = [TimeCount(time: 1, events: 3, censored: 0), TimeCount(time: 4, events: 1, censored: 3)]
    let b = [TimeCount(time: 2, events: 1, censored: 0), TimeCount(time: 9, events: 2, censored: 3)]
    let two = try LogRank([a, b])

    for groups in [[a, b, []], [[], a, b], [a, [], b]] {
      let test = try LogRank(groups)
      #expect(isClose(test.chiSquare, two.chiSquare))
      #expect(test.degrees == 1)
    }
  }

  @Test func `strata are compared within`() throws {
    let a = [TimeCount(time: 1, events: 3, censored: 0), TimeCount(time: 4, events: 1, censored: 3)]
    let b = [TimeCount(time: 2, events: 1, censored: 0), TimeCount(time: 9, events: 2, censored: 3)]
    let one = try LogRank([a, b])
    let twice = try LogRank(strata: [[a, b], [a, b]])

    #expect(isClose(twice.chiSquare, 2 * one.chiSquare))
  }
}
