import Clinic
import Statistics

/// On which days of treatment people leave: of those still there on a day, the share that left on it, for each group.
package struct DangerDays: Hashable, Sendable, Codable {
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

extension DangerDays.Day {
  /// Nil for a day on which nobody left.
  fileprivate init?(_ step: SurvivalCurve.Step) {
    guard step.events > 0, let share = Proportion(step.events, of: step.atRisk) else { return nil }
    let limits = share.wilson()
    self.init(
      day: Int(step.time), atRisk: step.atRisk, left: step.events, hazard: share.share, lower: limits.lower,
      upper: limits.upper)
  }
}
