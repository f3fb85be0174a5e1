import Postgres

extension Measure {
  /// How many came, and how many of them are still there.
  struct Counts: CohortMeasure {
    static let word = "counts"
    static let populations = Set(Population.allCases)

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) { try settings.refuseAny() }

    func sentence(_ population: Population) -> String {
      population == .enquiries
        ? "Tells how many came in, how many are settled, how many are open, and of how many people that is known."
        : "Tells how many came, how many have left, how many are still there, and how many people that is."
    }

    var reading: CohortReading { CohortReading(countsPeople: true) }

    func result(_ groups: [Group]) -> any MeasureResult { CountsResult(groups) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      switch figure {
      case "admitted", "people": (Tally.cohort, "true")
      case "ended": (Tally.cohort, "row.code IS NOT NULL")
      case "open": (Tally.cohort, "row.code IS NULL")
      default: nil
      }
    }
  }
}

/// How many came, and how many of them are still there.
package struct CountsResult: MeasureResult, Codable {
  package struct Row: Hashable, Sendable, Codable {
    package let group: GroupName
    /// Those of the cohort: stays, episodes, people or enquiries.
    package let admitted: Int
    package let ended: Int
    /// Not ended at the instant the report speaks of; of enquiries, not settled.
    package let open: Int
    /// The persons behind them; somebody may be counted in several groups.
    package let people: Int
  }

  package let rows: [Row]

  init(_ groups: [Group]) {
    rows = groups.map { group in
      let open = group.tallies.total { $0.isOpen }
      return Row(
        group: group.name, admitted: group.count, ended: group.count - open, open: open, people: group.people)
    }
  }

  func tables(_ group: String) -> [Table] {
    [
      Table(
        title: "How many", head: [group, "admitted", "ended", "still open", "people"],
        rows: rows.map { row in
          [row.group.label] + [row.admitted, row.ended, row.open, row.people].map(Figures.count)
        })
    ]
  }

  var figures: [Figure] {
    rows.flatMap { row in
      [("admitted", row.admitted), ("ended", row.ended), ("open", row.open), ("people", row.people)].map {
        Figure(row.group, $0.0, $0.1)
      }
    }
  }
}
