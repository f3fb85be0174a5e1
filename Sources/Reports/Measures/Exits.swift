import Clinic
import Postgres
import Statistics

extension Measure {
  /// How people leave, by when, where one way out rules out the others.
  ///
  /// The estimate of Aalen and Johansen (1978).
  package struct Exits: CohortMeasure {
    static let word = "exits"
    static let isDrawn = true

    /// The last day that is looked at, counted from admission.
    package var horizon: Int
    /// The days of the table, in order.
    package var marks: [Int]

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      let keys = try settings.keys("horizon", "marks")
      horizon = try keys["horizon"].horizon(otherwise: 90)
      marks = try keys["marks"].marks(upTo: horizon)
    }

    func sentence(_ population: Population) -> String {
      "Tells by which day which share had left, and how, for \(horizon) days."
    }

    var convention: String? {
      "Exits: Aalen-Johansen; one way out rules out the others, pooled as in SAMHSA's tables; those still there are"
        + " censored."
    }

    var reading: CohortReading { CohortReading(horizon: horizon, reasons: .all) }

    func result(_ groups: [Group]) throws -> any MeasureResult { try CompetingExits(groups, self) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      guard let day else { return nil }
      if figure == "at_risk" { return (Tally.cohort, "row.value >= \(Int32(day))") }
      guard let head = ReasonForm.published.columns.first(where: { $0.word == figure }) else { return nil }
      let codes = head.reasons.map { Int32($0.rawValue) }.sorted()
      return (Tally.cohort, "row.value <= \(Int32(day)) AND row.code = ANY (\(codes))")
    }
  }
}

/// The share that had each way out by each day, where one way out rules out the others (Aalen and Johansen), for each
/// group.
///
/// On every day the shares of the exits and the share still there add up to 1. Who is still there at the end of the
/// report's time is censored. Taking one exit alone and censoring the others, as one less Kaplan-Meier does, would
/// overstate each of them.
package struct CompetingExits: MeasureResult, Codable {
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

extension CompetingExits {
  /// One line a group and day.
  func tables(_ group: String) -> [Table] {
    [
      Table(
        title: "Who had left by then, and how (%)",
        head: [group, "day", "at risk"] + exits.map { $0.replacing("_", with: " ") } + ["still there"],
        rows: rows.flatMap { row in
          row.marks.enumerated().map { index, mark in
            [index == 0 ? row.group.label : "", "\(mark.day)", Figures.count(mark.atRisk)]
              + (mark.shares + [mark.remaining]).map { Figures.decimal($0 * 100, 1) }
          }
        })
    ]
  }

  func pictures(in frame: Frame) -> [any Picture] {
    rows.map { ExitsPicture(exits: self, row: $0, frame: frame) }
  }

  var figures: [Figure] {
    rows.flatMap { row in
      row.marks.flatMap { mark in
        [Figure(row.group, "at_risk", day: mark.day, mark.atRisk)]
          + zip(exits, mark.shares).map { Figure(row.group, $0, day: mark.day, $1) }
          + [Figure(row.group, "remaining", day: mark.day, mark.remaining)]
      }
    }
  }
}
