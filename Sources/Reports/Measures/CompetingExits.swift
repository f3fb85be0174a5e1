import Clinic
import Statistics

/// The share that had each way out by each day, where one way out rules out the others (Aalen and Johansen), for each
/// group.
///
/// On every day the shares of the exits and the share still there add up to 1. Who is still there at the end of the
/// report's time is censored. Taking one exit alone and censoring the others, as one less Kaplan-Meier does, would
/// overstate each of them.
package struct CompetingExits: Hashable, Sendable, Codable {
  /// The ways out, pooled as the reasons of SAMHSA's tables.
  package let exits: [String]
  /// The last day that is looked at.
  package let horizon: Int
  package let rows: [Row]

  package struct Row: Hashable, Sendable, Codable {
    package let group: GroupName
    package let count: Int
    package let marks: [Mark]
  }

  /// A day of the table.
  package struct Mark: Hashable, Sendable, Codable {
    package let day: Int
    /// Still there just before.
    package let atRisk: Int
    /// The share that had each exit by then, from 0 to 1, in the order of `exits`.
    package let shares: [Double]
    /// The share still there at the end of the day.
    package let remaining: Double
  }

  init(_ groups: [Group], _ measure: Measure.Exits) throws {
    let heads = Measure.ReasonForm.published.columns
    exits = heads.map(\.word)
    horizon = measure.horizon
    rows = try groups.map { group in
      let incidence = try CumulativeIncidence(group.table(measure, heads.map(\.reasons)), causes: heads.count)
      return Row(
        group: group.name, count: incidence.count,
        marks: measure.marks.map { day in
          let time = Double(day)
          let step = incidence.steps.last { $0.time <= time }
          return Mark(
            day: day, atRisk: incidence.atRisk(at: time),
            shares: heads.indices.map { incidence.incidence(of: $0, at: time) },
            remaining: step?.survival ?? 1)
        })
    }
  }
}

extension Group {
  /// The group counted by day and exit; who stays beyond the horizon is last seen there.
  fileprivate func table(
    _ measure: Measure.Exits, _ causes: [Set<DischargeReason>]
  ) -> [CumulativeIncidence.Row] {
    tallies.map { tally in
      let cause = tally.days <= measure.horizon ? causes.firstIndex { tally.isEnded(by: $0) } : nil
      return CumulativeIncidence.Row(
        time: Double(min(tally.days, measure.horizon)),
        events: causes.indices.map { $0 == cause ? tally.count : 0 }, censored: cause == nil ? tally.count : 0
      )
    }
  }
}

extension Tally {
  fileprivate func isEnded(by reasons: Set<DischargeReason>) -> Bool { reason.map(reasons.contains) ?? false }
}
