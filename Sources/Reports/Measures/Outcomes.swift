import Postgres

extension Measure {
  /// How people stood at admission and at discharge: pairs of the National Outcome Measures.
  ///
  /// From the fields of the TEDS records; only pairs in which both ends are known. The change is tested by McNemar.
  struct Outcomes: CohortMeasure {
    static let word = "outcomes"
    static let isDrawn = true
    static let populations: Set<Population> = [.episodes, .patients]

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) { try settings.refuseAny() }

    func sentence(_ population: Population) -> String {
      "Compares work, housing, arrests, abstinence and self-help at admission and at discharge, in the same people."
    }

    var convention: String? {
      "Outcomes: of those discharged with both ends on record; working is full or part time, housed is not homeless,"
        + " abstinent is no use of the main substance in 30 days, self-help is any attendance in 30 days; who died or was"
        + " arrested is left out."
    }

    var reading: CohortReading { CohortReading(reasons: .all) }

    func parts(_ query: CohortQuery) -> [CohortPart] {
      let knows = query.moment.knows
      return [
        CohortPart(
          Self.word, reading: [.intake, .ends],
          """
          SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
            coalesce(2 * pair.before::integer + pair.after::integer, -1) AS value,
            CASE WHEN cohort.reason IN (5, 6) THEN -1 ELSE pair.domain END AS code
          FROM cohort
          LEFT JOIN clinic.intake AS intake
            ON intake.organization_id = (SELECT access.organization()) AND intake.id = cohort.intake_id\(query.intakeKnown)
          LEFT JOIN clinic.substance_use AS used
            ON used.organization_id = intake.organization_id AND used.intake_id = intake.id AND used.rank = 1
            AND \(knows("used"))
          LEFT JOIN (
            SELECT DISTINCT ON (status.episode_id) status.*
            FROM clinic.discharge_status AS status
            JOIN clinic.stay_fact AS stay
              ON stay.organization_id = status.organization_id AND stay.stay_id = status.stay_id AND \(knows("stay"))
            WHERE status.organization_id = (SELECT access.organization()) AND \(knows("status"))
            ORDER BY status.episode_id, lower(stay.valid) DESC
          ) AS status ON status.episode_id = cohort.episode_id
          CROSS JOIN LATERAL (
            VALUES
              (0, intake.employment IN (1, 2), status.employment IN (1, 2)),
              (1, intake.living_arrangement IN (2, 3), status.living_arrangement IN (2, 3)),
              (2, intake.arrests_past_30_days = 0, status.arrests_past_30_days = 0),
              (3, used.frequency = 1, status.frequency = 1),
              (4, intake.self_help >= 2, status.self_help >= 2)
          ) AS pair (domain, before, after)
          WHERE cohort.ends IS NOT NULL
          """)
      ]
    }

    func result(_ groups: [Group]) -> any MeasureResult { OutcomesResult(groups) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      let parts = figure.split(separator: ".").map(String.init)
      guard parts.count == 2, let domain = OutcomesResult.domains.firstIndex(of: parts[0]) else { return nil }
      let pairs: [Int32]? =
        switch parts[1] {
        case "pairs": [0, 1, 2, 3]
        case "at_admission": [2, 3]
        case "at_discharge": [1, 3]
        case "gained": [1]
        case "lost": [2]
        default: nil
        }
      return pairs.map { (Self.word, "row.code = \(Int32(domain)) AND row.value = ANY (\($0))") }
    }
  }
}
