import Postgres

extension Measure {
  /// How far people come: from the first call, or from admission, to 90 days of aftercare.
  ///
  /// Each step presupposes the one before. Only those whose time is long enough to have come the whole way are in it.
  struct Funnel: CohortMeasure {
    static let word = "funnel"
    static let isDrawn = true
    static let populations: Set<Population> = [.episodes, .patients, .enquiries]

    /// For how many days after its start a row must have been followed to count.
    let window: Int
    /// How many days may lie between detox and residential.
    let residentialWithin: Int
    /// How many days may lie between residential and aftercare.
    let aftercareWithin: Int

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      let keys = try settings.keys("window", "residential_within", "aftercare_within")
      window = try keys["window"]?.number(in: 1...3_660) ?? 180
      residentialWithin = try keys["residential_within"]?.number(in: 0...365) ?? 7
      aftercareWithin = try keys["aftercare_within"]?.number(in: 0...365) ?? 14
    }

    func sentence(_ population: Population) -> String {
      let start = population == .enquiries ? "the first call" : "admission"
      return "Follows how far people come from \(start) to 90 days of aftercare, step by step."
    }

    var convention: String? {
      "Funnel: each step presupposes the one before; residential begins within \(residentialWithin) days after the end of"
        + " detox, aftercare within \(aftercareWithin) days after the end of residential; to end as completed or transferred"
        + " is to complete, and stays of one stage without a gap between them are one; who began less than \(window) days"
        + " ago is left out."
    }

    func parts(_ query: CohortQuery) -> [CohortPart] {
      let asOf = query.moment.asOf
      let ofEnquiries = query.definition.population == .enquiries
      let calls: SQL = """

        LEFT JOIN (
          SELECT attempt.enquiry_id, bool_or(attempt.outcome = 'answered') AS is_reached
          FROM clinic.call_attempt AS attempt
          WHERE attempt.organization_id = (SELECT access.organization())
            AND attempt.at <= \(asOf)\(query.moment.recorded("attempt.recorded_at"))
          GROUP BY attempt.enquiry_id
        ) AS call ON call.enquiry_id = cohort.key
        """
      let step: SQL =
        ofEnquiries
        ? """
        CASE
              WHEN cohort.intake_id IS NULL AND call.is_reached IS NOT TRUE THEN 0
              WHEN cohort.intake_id IS NULL THEN 1
              WHEN cohort.episode_id IS NULL THEN 2
              ELSE coalesce(way.step, 3) END
        """ : "coalesce(way.step, 3)"
      return [
        CohortPart(
          Self.word, reading: ofEnquiries ? [.key, .intake, .startDay] : [.key, .startDay],
          """
          SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
            \(step) AS value,
            (\(query.dayInPart(of: "\(asOf)")) - cohort.start_day >= \(Int32(window)))::integer
              + \(ofEnquiries ? "2" as SQL : "0") AS code
          FROM cohort\(ofEnquiries ? calls : "")
          LEFT JOIN (
            WITH run AS (
          \(Self.runs(query).indented(by: 4))
            )
            SELECT detox.episode_id,
              max(CASE WHEN NOT detox.is_done THEN 4 WHEN residential.starts IS NULL THEN 5
                WHEN NOT residential.is_done THEN 6 WHEN aftercare.starts IS NULL THEN 7
                WHEN aftercare.last_day - aftercare.first_day < 90 THEN 8 ELSE 9 END) AS step
            FROM run AS detox
            LEFT JOIN run AS residential
              ON residential.episode_id = detox.episode_id AND residential.stage = 'residential' AND detox.is_done
              AND residential.starts >= detox.ends
              AND residential.first_day - detox.last_day <= \(Int32(residentialWithin))
            LEFT JOIN run AS aftercare
              ON aftercare.episode_id = residential.episode_id AND aftercare.stage = 'aftercare' AND residential.is_done
              AND aftercare.starts >= residential.ends
              AND aftercare.first_day - residential.last_day <= \(Int32(aftercareWithin))
            WHERE detox.stage = 'detox'
            GROUP BY detox.episode_id
          ) AS way ON way.episode_id = cohort.episode_id
          """)
      ]
    }

    func result(_ groups: [Group]) -> any MeasureResult { FunnelResult(groups) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      let name = figure.hasSuffix(".of") ? String(figure.dropLast(3)) : figure
      guard let step = FunnelResult.steps.firstIndex(of: name) else { return nil }
      let reached = figure.hasSuffix(".of") ? max(0, step - 1) : step
      return (Self.word, "row.code IN (1, 3) AND row.value >= \(Int32(reached))")
    }
  }
}

/// How many came how far.
package struct FunnelResult: MeasureResult, Codable {
  /// In their order; episodes begin with `admitted`.
  static let steps = [
    "enquired", "reached", "intake", "admitted", "detox_begun", "detox_completed", "residential_begun",
    "residential_completed", "aftercare_begun", "aftercare_90_days",
  ]

  /// Each step as a share of the one before.
  package let ofPrevious: Rates
  /// The first step and each later one as a share of it.
  package let ofFirst: Rates
  package let tooRecent: Int

  init(_ groups: [Group]) {
    func rows(_ group: Group) -> [Tally] { group.part(Measure.Funnel.word) }
    // The code tells whether a row was followed long enough (1), and whether it began with an enquiry (2).
    let first = groups.contains { rows($0).contains { ($0.code ?? 0) >= 2 } } ? 0 : 3
    func rates(_ whole: (Int) -> Int) -> Rates {
      Rates(
        groups.flatMap { group -> [Rates.Row] in
          let followed = rows(group).filter { $0.code == 1 || $0.code == 3 }
          guard !followed.isEmpty else { return [] }
          return (first..<Self.steps.count).map { step in
            Rates.Row(
              group.name, Self.steps[step], followed.total { $0.value >= step },
              of: followed.total { $0.value >= whole(step) })
          }
        })
    }
    ofPrevious = rates { max(first, $0 - 1) }
    ofFirst = rates { _ in first }
    tooRecent = groups.reduce(0) { $0 + rows($1).total { $0.code == 0 || $0.code == 2 } }
  }

  func tables(_ group: String) -> [Table] {
    [
      ofPrevious.table("How far people come, of those at the step before", group, what: "step"),
      ofFirst.table("How far people come, of all", group, what: "step"),
    ]
  }

  func pictures(in frame: Frame) -> [any Picture] {
    ofFirst.pictures("how far people come, of all", in: frame)
  }

  var figures: [Figure] {
    ofPrevious.figures
      + ofFirst.rows.map { Figure($0.group, "\($0.figure).share_of_first", $0.share) }
  }

  var exclusions: [Exclusion] {
    [
      Exclusion(
        measure: Measure.Funnel.word, reason: "that began too recently to be followed", count: tooRecent)
    ]
  }
}
