import Postgres

extension Measure {
  /// How many of the appointments that were due were missed: the second aim of NIATx.
  struct NoShows: CohortMeasure {
    static let word = "no_shows"
    static let isDrawn = true
    static let populations: Set<Population> = [.episodes, .patients]

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) { try settings.refuseAny() }

    func sentence(_ population: Population) -> String {
      "Tells how many of the appointments of these people were missed, of those that were kept or missed."
    }

    var convention: String? {
      "No-shows: of appointments that were kept or missed; cancelled ones are no part of either, and an appointment that"
        + " nobody settled is left out."
    }

    func parts(_ query: CohortQuery) -> [CohortPart] { [Self.part(Self.word, query, value: "0")] }

    /// One row for each appointment that was due: `code` is 1 when it was missed, 0 when kept, -1 when nobody says.
    static func part(_ name: String, _ query: CohortQuery, value: SQL) -> CohortPart {
      CohortPart(
        name, reading: [],
        """
        SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
          \(value) AS value,
          CASE visit.state WHEN 'missed' THEN 1 WHEN 'kept' THEN 0 ELSE -1 END AS code
        FROM cohort
        JOIN clinic.appointment AS visit
          ON visit.organization_id = (SELECT access.organization()) AND visit.episode_id = cohort.episode_id
          AND \(query.moment.knows("visit")) AND visit.state IN ('kept', 'missed', 'planned')
          AND visit.at <= \(query.moment.asOf)
        """)
    }

    func result(_ groups: [Group]) -> any MeasureResult { NoShowsResult(groups) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      switch figure {
      case "missed": (Self.word, "row.code = 1")
      case "missed.of": (Self.word, "row.code >= 0")
      default: nil
      }
    }
  }
}

/// How many appointments were missed.
package struct NoShowsResult: MeasureResult, Codable {
  package let shares: Rates
  package let unsettled: Int

  init(_ groups: [Group]) {
    func rows(_ group: Group) -> [Tally] { group.part(Measure.NoShows.word) }
    shares = Rates(
      groups.map { group in
        Rates.Row(
          group.name, "missed", rows(group).total { $0.code == 1 },
          of: rows(group).total { ($0.code ?? -1) >= 0 })
      })
    unsettled = groups.reduce(0) { $0 + rows($1).total { $0.code == -1 } }
  }

  func tables(_ group: String) -> [Table] {
    [shares.table("Appointments that were missed", group, what: "appointments")]
  }

  func pictures(in frame: Frame) -> [any Picture] {
    shares.pictures("appointments missed", in: frame)
  }

  var figures: [Figure] { shares.figures }

  var exclusions: [Exclusion] {
    [Exclusion(measure: Measure.NoShows.word, reason: "appointments that nobody settled", count: unsettled)]
  }
}
