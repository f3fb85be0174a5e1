import Postgres

extension Measure {
  /// How many of those admitted had the second, third and fourth unit of care within 30 days: the fourth aim of NIATx.
  ///
  /// A unit is a calendar day in detox or residential, or an appointment that was kept; the day of admission is the first
  /// unit of those who are admitted to a bed.
  struct UnitsOfCare: CohortMeasure {
    static let word = "units_of_care"
    static let isDrawn = true
    static let populations: Set<Population> = [.episodes, .patients]

    /// The time in which units count, in days from admission.
    let within: Int

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      within = try settings.keys("within")["within"]?.number(in: 1...365) ?? 30
    }

    func sentence(_ population: Population) -> String {
      "Tells how many of those admitted had a second, third and fourth unit of care within \(within) days."
    }

    var convention: String? {
      "Units of care: a calendar day in detox or residential, or an appointment that was kept, within \(within) days of"
        + " admission; who was admitted less than \(within) days ago is left out."
    }

    func parts(_ query: CohortQuery) -> [CohortPart] { [Self.part(Self.word, query, within: within)] }

    /// One row for each of the cohort: `value` is the number of units, 4 at most, and `code` is 1 when it was followed.
    static func part(_ name: String, _ query: CohortQuery, within: Int, value: SQL? = nil) -> CohortPart {
      let (knows, asOf, days) = (query.moment.knows, query.moment.asOf, Int32(within))
      let until: SQL =
        "least(\(query.dayInPart(of: "least(upper(stay.valid), \(asOf))")), cohort.start_day + \(days))"
      let units: SQL = "least(coalesce(care.units, 0), 4)"
      let followed: SQL = "(\(query.dayInPart(of: "\(asOf)")) - cohort.start_day >= \(days))::integer"
      return CohortPart(
        name, reading: [.key, .starts, .startDay],
        """
        SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
          \(value ?? units) AS value,
          \(value == nil ? followed : "CASE WHEN \(followed) = 1 THEN (\(units) = 4)::integer ELSE -1 END") AS code
        FROM cohort
        LEFT JOIN (
          SELECT unit.episode_id, sum(unit.units) AS units
          FROM (
            -- A day on which one stay ends and the next begins is one day.
            SELECT stay.episode_id, stay.last_day - greatest(stay.first_day, stay.day_before + 1) + 1 AS units
            FROM (
              SELECT cohort.episode_id, \(query.dayInPart(of: "lower(stay.valid)")) AS first_day, \(until) AS last_day,
                lag(\(until)) OVER (PARTITION BY cohort.episode_id ORDER BY lower(stay.valid)) AS day_before
              FROM cohort
              JOIN clinic.stay_fact AS stay
                ON stay.organization_id = (SELECT access.organization()) AND stay.episode_id = cohort.episode_id
                AND \(knows("stay")) AND stay.stage < 'aftercare' AND lower(stay.valid) <= \(asOf)
                AND \(query.dayInPart(of: "lower(stay.valid)")) <= cohort.start_day + \(days)
            ) AS stay
            UNION ALL
            SELECT cohort.episode_id, 1
            FROM cohort
            JOIN clinic.appointment AS visit
              ON visit.organization_id = (SELECT access.organization()) AND visit.episode_id = cohort.episode_id
              AND \(knows("visit")) AND visit.state = 'kept' AND visit.at >= cohort.starts AND visit.at <= \(asOf)
              AND \(query.dayInPart(of: "visit.at")) <= cohort.start_day + \(days)
          ) AS unit
          GROUP BY unit.episode_id
        ) AS care ON care.episode_id = cohort.episode_id
        """)
    }

    func result(_ groups: [Group]) -> any MeasureResult { UnitsOfCareResult(groups) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      if figure.hasSuffix(".of") { return (Self.word, "row.code = 1") }
      guard let unit = UnitsOfCareResult.units.first(where: { figure == $0.word }) else { return nil }
      return (Self.word, "row.code = 1 AND row.value >= \(Int32(unit.number))")
    }
  }
}

/// Who stayed for the first units of care.
package struct UnitsOfCareResult: MeasureResult, Codable {
  static let units: [(number: Int, word: String)] = [
    (2, "second_unit"), (3, "third_unit"), (4, "fourth_unit"),
  ]

  package let shares: Rates
  package let tooRecent: Int

  init(_ groups: [Group]) {
    func rows(_ group: Group) -> [Tally] { group.part(Measure.UnitsOfCare.word) }
    shares = Rates(
      groups.flatMap { group in
        let followed = rows(group).filter { $0.code == 1 }
        return Self.units.map { unit in
          Rates.Row(
            group.name, unit.word, followed.total { $0.value >= unit.number },
            of: followed.total { _ in true })
        }
      })
    tooRecent = groups.reduce(0) { $0 + rows($1).total { $0.code != 1 } }
  }

  func tables(_ group: String) -> [Table] {
    [shares.table("Who had the next units of care", group, what: "reached")]
  }

  func pictures(in frame: Frame) -> [any Picture] {
    shares.pictures("next units of care", in: frame)
  }

  var figures: [Figure] { shares.figures }

  var exclusions: [Exclusion] {
    [
      Exclusion(
        measure: Measure.UnitsOfCare.word, reason: "admitted too recently to be followed", count: tooRecent)
    ]
  }
}
