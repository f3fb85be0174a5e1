import Testing

@testable import Statistics

@Suite struct SurvivalOracleTests {
  @Test(arguments: ["freireich_6mp", "freireich_placebo", "aml_maintained", "aml_nonmaintained"])
  func `a textbook curve is reproduced`(name: String) throws {
    let oracle = try Oracle.file("textbook_statistics").survival[name]
    let curve = try SurvivalCurve(people: oracle.data.list.people)

    for row in oracle.table.list {
      let time = try #require(row.t.number)
      let step = try #require(curve.steps.first { $0.time == time })
      #expect(Double(step.atRisk) == row.n.number)
      #expect(Double(step.events) == row.d.number)
      #expect(isClose(step.survival, row.S.number))
      if step.survival == 0 { continue }
      #expect(isClose(step.standardError, row.se_greenwood.number))
      for (kind, key) in [
        (SurvivalCurve.LimitKind.plain, "ci_plain"), (.log, "ci_log"), (.logLog, "ci_loglog"),
      ] {
        #expect(isClose(step.limits(kind)?.lower, row[key][0].number), "\(key) at \(time)")
        #expect(isClose(step.limits(kind)?.upper, row[key][1].number), "\(key) at \(time)")
      }
    }
    #expect(isClose(curve.median, oracle.median.number))
  }

  @Test(arguments: [
    ("gehan.km_6mp", SurvivalCurve.LimitKind.logLog), ("gehan.km_6mp_plain", .plain),
    ("gehan.km_6mp_log", .log),
    ("gehan.km_placebo", .logLog), ("addicts.km_all", .logLog), ("addicts.km_clinic1", .logLog),
    ("addicts.km_clinic2", .logLog), ("edge.ties_event_and_censor_same_time.loglog", .logLog),
    ("edge.ties_event_and_censor_same_time.plain", .plain), ("edge.single_event.loglog", .logLog),
    ("edge.last_obs_event_reaches_zero.plain", .plain), ("edge.last_obs_event_reaches_zero.loglog", .logLog),
    ("edge.median_undefined.loglog", .logLog), ("edge.median_undefined.plain", .plain),
    ("edge.heavy_ties.loglog", .logLog), ("edge.heavy_ties.plain", .plain),
  ])
  func `R's survival package gives the same curve`(path: String, kind: SurvivalCurve.LimitKind) throws {
    let oracle = try path.split(separator: ".").reduce(Oracle.file("km_R_survival")) { $0[String($1)] }
    let curve = try SurvivalCurve(oracle.counted(events: "n_event", censored: "n_censor"))

    #expect(curve.steps.count == oracle.time.list.count)
    for (index, step) in curve.steps.enumerated() {
      #expect(Double(step.atRisk) == oracle.n_risk[index].number)
      #expect(isClose(step.survival, oracle.surv[index].number))
      // Where R says that it is not defined we say 1 before the first event, and nothing once nobody is left.
      if step.survival > 0 { #expect(isClose(step.standardError, oracle.greenwood_se[index].number)) }
      guard let lower = oracle.lower[index].number else {
        #expect(step.limits(kind) == (step.survival == 1 ? Limits(1, 1) : nil))
        continue
      }
      #expect(isClose(step.limits(kind)?.lower, lower))
      #expect(isClose(step.limits(kind)?.upper, oracle.upper[index].number))
    }
    #expect(isClose(curve.restrictedMean(until: curve.steps.last?.time ?? 0), oracle.rmean.number))
    #expect(isClose(curve.medianLimits(kind).lower, oracle.median_lcl.number))
    #expect(isClose(curve.medianLimits(kind).upper, oracle.median_ucl.number))
  }

  @Test(arguments: [
    "gehan.km_6mp", "gehan.km_placebo", "addicts.km_clinic1", "addicts.km_clinic2",
    "edge.ties_event_and_censor_same_time", "edge.single_event", "edge.last_obs_event_reaches_zero",
    "edge.median_undefined", "edge.heavy_ties",
  ])
  func `lifelines gives the same curve and median`(path: String) throws {
    let oracle = try path.split(separator: ".").reduce(Oracle.file("km_lifelines")) { $0[String($1)] }
    let curve = try SurvivalCurve(oracle.counted(events: "n_event", censored: "n_censor"))

    for (index, time) in oracle.time.numbers.enumerated() {
      let time = try #require(time)
      let survival = curve.survival(at: time)
      #expect(isClose(survival, oracle.surv[index].number))
      guard survival > 0 else { continue }
      #expect(isClose(curve.limits(at: time)?.lower, oracle.lower[index].number))
      #expect(isClose(curve.limits(at: time)?.upper, oracle.upper[index].number))
    }
    #expect(isClose(curve.median, oracle.median.number))
  }

  @Test func `cumulative incidence of competing exits is reproduced`() throws {
    let oracle = try Oracle.file("textbook_statistics").competing_risks_constructed
    let rows = try oracle.data.list.map { person in
      let cause = try #require(person[1].number)
      return CumulativeIncidence.Row(
        time: try #require(person[0].number), events: [cause == 1 ? 1 : 0, cause == 2 ? 1 : 0],
        censored: cause == 0 ? 1 : 0)
    }
    let incidence = try CumulativeIncidence(rows, causes: 2)

    for row in oracle.table.list {
      let time = try #require(row.t.number)
      let step = try #require(incidence.steps.first { $0.time == time })
      #expect(Double(step.atRisk) == row.n.number)
      #expect(isClose(step.survival, row.S.number))
      #expect(isClose(incidence.incidence(of: 0, at: time), row.cif1.number))
      #expect(isClose(incidence.incidence(of: 1, at: time), row.cif2.number))
    }
    let naive = try SurvivalCurve(
      rows.map { TimeCount(time: $0.time, events: $0.events[0], censored: $0.censored + $0.events[1]) })
    let last = try #require(naive.steps.last)
    #expect(isClose(1 - last.survival, oracle.naive_1_minus_KM_cause1.number))
  }
}

extension Oracle {
  /// The counted table of a curve of the oracle.
  func counted(events: String, censored: String) throws -> [TimeCount] {
    try self.time.list.indices.map { index in
      TimeCount(
        time: try #require(self.time[index].number),
        events: Int(try #require(self[events][index].number)),
        censored: Int(try #require(self[censored][index].number)))
    }
  }
}

extension [Oracle] {
  /// Pairs of time and event.
  var people: [(time: Double, event: Bool)] {
    map { ($0[0].number ?? .nan, $0[1].number == 1) }
  }
}
