import Clinic
import Postgres
import Statistics

extension Measure {
  /// The share still in treatment, day by day.
  ///
  /// The estimate of Kaplan and Meier (1958) with log-log intervals after Kalbfleisch and Prentice, and the log-rank test.
  package struct Retention: CohortMeasure {
    static let word = "retention"
    static let isDrawn = true

    /// What counts as the end; anything else that ends it is censored on that day.
    package enum Event: String, CaseIterable, Hashable, Sendable, Codable {
      /// Any end.
      case exit
      /// Left against advice or ended by the facility (reasons 02 and 03).
      case dropout
    }

    package var event: Event
    /// The last day that is looked at, counted from admission; those who stay longer are censored there.
    package var horizon: Int
    /// The days at which the number at risk is printed, in order.
    package var marks: [Int]

    init(event: Event, horizon: Int, marks: [Int]) {
      (self.event, self.horizon, self.marks) = (event, horizon, marks)
    }

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      let keys = try settings.keys("event", "horizon", "marks")
      event = try keys["event"]?.word("event") ?? .exit
      horizon = try keys["horizon"].horizon(otherwise: 90)
      marks = try keys["marks"].marks(upTo: horizon)
    }

    func sentence(_ population: Population) -> String {
      "Follows the share still in treatment for \(horizon) days, where \(event.words)."
    }

    var convention: String? {
      "Retention: Kaplan-Meier with log-log 95 % intervals; those still there are censored at the end of the report's"
        + " time; who leaves on day 30 is no longer retained on day 30."
    }

    var reading: CohortReading {
      CohortReading(horizon: horizon, reasons: event == .dropout ? .dropout : .ended)
    }

    func result(_ groups: [Group]) throws -> any MeasureResult { try RetentionCurves(groups, self) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      guard let day else {
        let left: SQL = "row.value <= \(Int32(horizon)) AND \(event.condition)"
        switch figure {
        case "count": return (Tally.cohort, "true")
        case "events": return (Tally.cohort, left)
        case "censored": return (Tally.cohort, "NOT (\(left))")
        default: return nil
        }
      }
      let at = Int32(min(day, horizon))
      if figure == "at_risk" { return (Tally.cohort, "row.value >= \(at)") }
      switch figure {
      case "events": return (Tally.cohort, "row.value = \(at) AND \(event.condition)")
      case "censored" where day >= horizon:
        return (Tally.cohort, "(row.value > \(at) OR row.value = \(at) AND NOT \(event.condition))")
      case "censored": return (Tally.cohort, "row.value = \(at) AND NOT \(event.condition)")
      default: return nil
      }
    }
  }
}

extension Measure.Retention.Event: Vocabulary {}

extension Measure.Retention.Event {
  /// What it is, as a part of a sentence.
  var words: String {
    switch self {
    case .exit: "any end of it counts as leaving"
    case .dropout:
      "leaving against advice or being discharged by the facility counts, and any other end is censored"
    }
  }

  /// What those have in common who are above the curve's foot.
  var remaining: String { self == .exit ? "Still in treatment" : "Not dropped out" }

  /// Whether a row of the cohort ended by it.
  var condition: SQL {
    self == .exit ? "(row.code IS NOT NULL)" : "(row.code IS NOT NULL AND row.code IN (2, 3))"
  }

  /// Whether an ending is the event; whoever is still there has none.
  fileprivate func includes(_ reason: DischargeReason?) -> Bool {
    switch (self, reason) {
    case (_, nil): false
    case (.exit, _): true
    case (.dropout, let reason): reason == .leftAgainstAdvice || reason == .terminatedByFacility
    }
  }
}

/// The share still in treatment, day by day (Kaplan-Meier), for each group.
package struct RetentionCurves: MeasureResult, Codable {
  package let event: Measure.Retention.Event
  /// The last day that is looked at.
  package let horizon: Int
  /// The days of the number-at-risk table.
  package let marks: [Int]
  package let curves: [RetentionCurve]
  /// Whether the groups differ; nil for a single group, or when nothing can be compared.
  package let logRank: LogRankTest?

  init(_ groups: [Group], _ measure: Measure.Retention) throws {
    event = measure.event
    horizon = measure.horizon
    marks = measure.marks
    let tables = groups.map { $0.table(ending: measure.event, horizon: measure.horizon) }
    curves = try zip(groups, tables).map { group, table in
      try RetentionCurve(group.name, SurvivalCurve(table), measure)
    }
    logRank = tables.count > 1 ? LogRankTest(try LogRank(tables)) : nil
  }

  /// The same with some of the curves only.
  init(_ all: RetentionCurves, showing curves: [RetentionCurve]) {
    (event, horizon, marks, logRank) = (all.event, all.horizon, all.marks, all.logRank)
    self.curves = curves
  }
}

/// The curve of one group.
package struct RetentionCurve: Hashable, Sendable, Codable {
  /// One day at which somebody left or was last seen.
  package struct Point: Hashable, Sendable, Codable {
    package let day: Int
    /// Still there just before.
    package let atRisk: Int
    package let events: Int
    package let censored: Int
    /// The share still there at the end of the day.
    package let retained: Double
    /// The 95 % interval (log-log); nil once nobody is left.
    package let lower: Double?
    package let upper: Double?
  }

  /// A day of the number-at-risk table, with what happened up to and on it.
  package struct Mark: Hashable, Sendable, Codable {
    package let day: Int
    package let atRisk: Int
    package let events: Int
    package let censored: Int
    package let retained: Double
    package let lower: Double?
    package let upper: Double?
  }

  package let group: GroupName
  package let count: Int
  package let events: Int
  package let censored: Int
  /// The first day on which no more than half are still there; nil when that day has not come.
  package let medianDay: Int?
  package let medianLower: Int?
  package let medianUpper: Int?
  package let points: [Point]
  package let marks: [Mark]
}

extension RetentionCurve {
  init(_ group: GroupName, _ curve: SurvivalCurve, _ measure: Measure.Retention) {
    self.group = group
    count = curve.count
    (events, censored) = curve.counts(through: Double(measure.horizon))
    medianDay = curve.median.map { Int($0) }
    let limits = curve.medianLimits()
    medianLower = limits.lower.map { Int($0) }
    medianUpper = limits.upper.map { Int($0) }
    points = curve.steps.map { step in
      let limits = step.limits()
      return Point(
        day: Int(step.time), atRisk: step.atRisk, events: step.events, censored: step.censored,
        retained: step.survival, lower: limits?.lower, upper: limits?.upper)
    }
    marks = measure.marks.map { day in
      let time = Double(day)
      let (events, censored) = curve.counts(through: time)
      let limits = curve.limits(at: time)
      return Mark(
        day: day, atRisk: curve.atRisk(at: time), events: events, censored: censored,
        retained: curve.survival(at: time), lower: limits?.lower, upper: limits?.upper)
    }
  }
}

/// The log-rank test between the groups.
package struct LogRankTest: Hashable, Sendable, Codable {
  package let chiSquare: Double
  package let degrees: Int
  package let p: Double

  init?(_ test: LogRank) {
    guard let p = test.p, test.chiSquare.isFinite else { return nil }
    (chiSquare, degrees, self.p) = (test.chiSquare, test.degrees, p)
  }
}

extension Group {
  /// The group counted by day: events up to the horizon, all others last seen on their day or at the horizon.
  func table(ending event: Measure.Retention.Event, horizon: Int) -> [TimeCount] {
    tallies.map { tally in
      let isEvent = tally.days <= horizon && event.includes(tally.reason)
      return TimeCount(
        time: Double(min(tally.days, horizon)), events: isEvent ? tally.count : 0,
        censored: isEvent ? 0 : tally.count)
    }
  }
}
