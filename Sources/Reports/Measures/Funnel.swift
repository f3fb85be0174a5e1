import Postgres

extension Measure {
  /// How far people come: from the first call, or from admission, to 90 days of aftercare.
  ///
  /// Each step presupposes the one before. Only those whose time is long enough to have come the whole way are in it.
  struct Funnel: CohortMeasure {
    static let word = "funnel"
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
      "Funnel: each step presupposes the one before; residential begins within \(residentialWithin) days of the end of"
        + " detox, aftercare within \(aftercareWithin) days of the end of residential; who began less than \(window) days"
        + " ago is left out."
    }

    func parts(_ query: CohortQuery) -> [CohortPart] {
      let (knows, asOf) = (query.moment.knows, query.moment.asOf)
      let ofEnquiries = query.definition.population == .enquiries
      func gap(_ later: SQL, _ earlier: SQL) -> SQL {
        "\(query.dayInPart(of: later)) - \(query.dayInPart(of: earlier))"
      }
      let calls: SQL = """

        LEFT JOIN (
          SELECT attempt.enquiry_id, bool_or(attempt.outcome = 'answered') AS is_reached
          FROM clinic.call_attempt AS attempt
          WHERE attempt.organization_id = (SELECT access.organization()) AND attempt.at <= \(asOf)
          GROUP BY attempt.enquiry_id
        ) AS call ON call.enquiry_id = cohort.key
        """
      let first: SQL =
        ofEnquiries
        ? """
        WHEN cohort.intake_id IS NULL AND call.is_reached IS NOT TRUE THEN 0
            WHEN cohort.intake_id IS NULL THEN 1
            WHEN cohort.episode_id IS NULL THEN 2
            WHEN
        """ : "WHEN"
      return [
        CohortPart(
          Self.word, reading: ofEnquiries ? [.key, .intake, .startDay] : [.key, .startDay],
          """
          SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
            CASE
              \(first) way.detox_from IS NULL THEN 3
              WHEN NOT way.detox_done THEN 4
              WHEN (\(gap("way.residential_from", "way.detox_to")) <= \(Int32(residentialWithin))) IS NOT TRUE THEN 5
              WHEN NOT way.residential_done THEN 6
              WHEN (\(gap("way.aftercare_from", "way.residential_to")) <= \(Int32(aftercareWithin))) IS NOT TRUE THEN 7
              WHEN \(gap("least(way.aftercare_to, \(asOf))", "way.aftercare_from")) < 90 THEN 8
              ELSE 9 END AS value,
            (\(query.dayInPart(of: "\(asOf)")) - cohort.start_day >= \(Int32(window)))::integer
              + \(ofEnquiries ? "2" as SQL : "0") AS code
          FROM cohort\(ofEnquiries ? calls : "")
          LEFT JOIN (
            SELECT stay.episode_id,
              min(lower(stay.valid)) FILTER (WHERE stay.stage = 'detox') AS detox_from,
              max(stay.ends) FILTER (WHERE stay.stage = 'detox') AS detox_to,
              bool_or(stay.ends <= \(asOf) AND (stay.end_reason IN (1, 4, 14))) FILTER (WHERE stay.stage = 'detox')
                AS detox_done,
              min(lower(stay.valid)) FILTER (WHERE stay.stage = 'residential') AS residential_from,
              max(stay.ends) FILTER (WHERE stay.stage = 'residential') AS residential_to,
              bool_or(stay.ends <= \(asOf) AND (stay.end_reason IN (1, 4, 14)))
                FILTER (WHERE stay.stage = 'residential') AS residential_done,
              min(lower(stay.valid)) FILTER (WHERE stay.stage = 'aftercare') AS aftercare_from,
              max(stay.ends) FILTER (WHERE stay.stage = 'aftercare') AS aftercare_to
            FROM cohort
            JOIN clinic.stay_fact AS stay
              ON stay.organization_id = (SELECT access.organization()) AND stay.episode_id = cohort.episode_id
              AND \(knows("stay")) AND lower(stay.valid) <= \(asOf)
            GROUP BY stay.episode_id
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
    ofFirst.rows.isEmpty
      ? [] : [RatesPicture(rates: ofFirst, what: "how far people come, of all", frame: frame)]
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
