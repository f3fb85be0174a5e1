import Clinic
import Postgres
import Statistics

extension Measure {
  /// The days on which most of those still there leave.
  ///
  /// The hazard of each day with the limits of Wilson (1927).
  package struct DangerDays: CohortMeasure {
    static let word = "danger_days"
    static let isDrawn = true

    package var event: Retention.Event
    /// The last day that is looked at, counted from admission.
    package var horizon: Int
    /// How many days of each group are named.
    package var top: Int

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      let keys = try settings.keys("event", "horizon", "top")
      event = try keys["event"]?.word("event") ?? .dropout
      horizon = try keys["horizon"].horizon(otherwise: 30)
      top = try keys["top"]?.number(in: 1...20) ?? 5
    }

    func sentence(_ population: Population) -> String {
      "Names the \(top) days of the first \(horizon) on which most of those still there left, where \(event.words)."
    }

    var convention: String? {
      "Danger days: of those still there on a day, the share that left on it, with Wilson's 95 % limits; ranked by the"
        + " lower limit."
    }

    var reading: CohortReading {
      CohortReading(horizon: horizon, reasons: event == .dropout ? .dropout : .ended)
    }

    func result(_ groups: [Group]) throws -> any MeasureResult { try DangerDaysResult(groups, self) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      guard let day else { return nil }
      return switch figure {
      case "at_risk": (Tally.cohort, "row.value >= \(Int32(day))")
      case "left": (Tally.cohort, "row.value = \(Int32(day)) AND \(event.condition)")
      default: nil
      }
    }
  }
}

/// On which days of treatment people leave: of those still there on a day, the share that left on it, for each group.
package struct DangerDaysResult: MeasureResult, Codable {
  package let event: Measure.Retention.Event
  /// The last day that is looked at.
  package let horizon: Int
  package let rows: [Row]

  package struct Row: Hashable, Sendable, Codable {
    package let group: GroupName
    /// Every day on which somebody left, in order.
    package let days: [Day]
    /// The most dangerous of them, the worst first.
    ///
    /// Ranked by the lower limit, so that a day on which two of the last three left does not stand before one on which
    /// forty of four hundred did.
    package let worst: [Day]
  }

  package struct Day: Hashable, Sendable, Codable {
    /// Days since admission; 0 is the day of admission.
    package let day: Int
    /// Still there at its beginning.
    package let atRisk: Int
    package let left: Int
    /// `left` of `atRisk`, from 0 to 1.
    package let hazard: Double
    /// The limits of Wilson at 95 %.
    package let lower: Double
    package let upper: Double
  }

  init(_ groups: [Group], _ measure: Measure.DangerDays) throws {
    (event, horizon) = (measure.event, measure.horizon)
    rows = try groups.map { group in
      let curve = try SurvivalCurve(group.table(ending: measure.event, horizon: measure.horizon))
      let days = curve.steps.compactMap(Day.init)
      let worst = days.sorted { ($0.lower, $1.day) > ($1.lower, $0.day) }.prefix(measure.top)
      return Row(group: group.name, days: days, worst: Array(worst))
    }
  }
}

extension DangerDaysResult.Day {
  /// Nil for a day on which nobody left.
  fileprivate init?(_ step: SurvivalCurve.Step) {
    guard step.events > 0, let share = Proportion(step.events, of: step.atRisk) else { return nil }
    let limits = share.wilson()
    self.init(
      day: Int(step.time), atRisk: step.atRisk, left: step.events, hazard: share.share, lower: limits.lower,
      upper: limits.upper)
  }
}

extension DangerDaysResult {
  /// One line a group and day, the worst first.
  func tables(_ group: String) -> [Table] {
    let left = event == .exit ? "left" : "dropped out"
    return [
      Table(
        title: "The days on which most \(left)", head: [group, "day", "at risk", left, "share", "95 %"],
        rows: rows.flatMap { row in
          row.worst.enumerated().map { index, day in
            [
              index == 0 ? row.group.label : "", "\(day.day)", Figures.count(day.atRisk),
              Figures.count(day.left),
              Figures.share(day.hazard), Figures.interval(day.lower, day.upper),
            ]
          }
        })
    ]
  }

  func pictures(in frame: Frame) -> [any Picture] {
    rows.filter { !$0.days.isEmpty }.map {
      DangerDaysPicture(event: event, horizon: horizon, row: $0, frame: frame)
    }
  }

  var figures: [Figure] {
    rows.flatMap { row in
      row.days.flatMap { day in
        [
          Figure(row.group, "at_risk", day: day.day, day.atRisk),
          Figure(row.group, "left", day: day.day, day.left),
          Figure(row.group, "hazard", day: day.day, day.hazard),
          Figure(row.group, "lower", day: day.day, day.lower),
          Figure(row.group, "upper", day: day.day, day.upper),
        ]
      }
    }
  }
}
