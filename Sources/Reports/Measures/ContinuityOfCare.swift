import Clinic
import Postgres

extension Measure {
  /// How many of those who left detox or residential were in the next care within 7, 14 and 30 days.
  ///
  /// After NQF/P4QM measure 3590, as ``Continuity``; a stay that another stay of the same stage follows at once is no end.
  struct ContinuityOfCare: CohortMeasure {
    static let word = "continuity"
    static let isDrawn = true
    static let populations: Set<Population> = [.stays]

    let within: [Int]
    let sameDay: Continuity.SameDay

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      let keys = try settings.keys("within", "same_day")
      within = try keys["within"]?.days(in: 1...365) ?? Continuity.lengths
      sameDay = try keys["same_day"]?.word("convention") ?? .counts
    }

    func sentence(_ population: Population) -> String {
      "Tells how many of those who left detox or residential were in the next care within "
        + "\(within.map(String.init).listed("or")) days."
    }

    var convention: String? {
      "Continuity: next care is a stay in a later stage or an appointment that was kept, "
        + (sameDay == .counts ? "also on the day of leaving" : "from the day after leaving on")
        + "; who died or was arrested is left out, and so is who left too recently to be followed that long."
    }

    func parts(_ query: CohortQuery) -> [CohortPart] {
      let longest = Int32(within.last ?? 0)
      let first: SQL = sameDay == .counts ? "0" : "1"
      let knows = query.moment.knows
      let asOf = query.moment.asOf
      return [
        CohortPart(
          Self.word, reading: [.key, .stage, .ends, .endDay],
          """
          SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
            coalesce(least(\(query.dayInPart(of: "min(care.at)")) - cohort.end_day, \(longest) + 1), -1) AS value,
            CASE WHEN cohort.reason IN (5, 6) THEN -cohort.reason
              ELSE least(\(query.dayInPart(of: "\(asOf)")) - cohort.end_day, \(longest)) END AS code
          FROM (
            SELECT cohort.*
            FROM cohort
            LEFT JOIN clinic.stay_fact AS same
              ON same.organization_id = (SELECT access.organization()) AND same.episode_id = cohort.episode_id
              AND \(knows("same")) AND same.stage = cohort.stage AND lower(same.valid) = cohort.ends
            WHERE cohort.stage IN ('detox', 'residential') AND cohort.ends IS NOT NULL AND same.id IS NULL
          ) AS cohort
          LEFT JOIN (
            SELECT later.patient_id, next.stage, lower(next.valid) AS at
            FROM clinic.episode_fact AS later
            JOIN clinic.stay_fact AS next
              ON next.organization_id = later.organization_id AND next.episode_id = later.episode_id
            WHERE later.organization_id = (SELECT access.organization())
              AND \(knows("later")) AND \(knows("next")) AND next.stage > 'detox'
            UNION ALL
            SELECT kept.patient_id, NULL, kept.at
            FROM clinic.appointment AS kept
            WHERE kept.organization_id = (SELECT access.organization())
              AND \(knows("kept")) AND kept.state = 'kept'
          ) AS care
            ON care.patient_id = cohort.patient_id AND care.at >= cohort.ends AND care.at <= \(asOf)
            AND \(query.dayInPart(of: "care.at")) >= cohort.end_day + \(first)
            AND (care.stage > cohort.stage) IS NOT FALSE
          GROUP BY cohort.key, cohort.patient_id, cohort.episode_id, cohort.member, cohort.panel, cohort.reason,
            cohort.end_day\(query.zoneInPart)
          """)
      ]
    }

    var reading: CohortReading { CohortReading(reasons: .all) }

    func result(_ groups: [Group]) -> any MeasureResult { ContinuityResult(groups, within: within) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      Rates.members(of: figure, within: within, from: 0, part: Self.word)
    }
  }
}

extension Continuity.SameDay: Vocabulary {}

/// Who went on to the next care.
package struct ContinuityResult: MeasureResult, Codable {
  package let shares: Rates
  package let died: Int
  package let incarcerated: Int
  /// For the longest time: who left too recently.
  package let tooRecent: Int

  init(_ groups: [Group], within: [Int]) {
    shares = Rates(within: within, from: 0, of: Measure.ContinuityOfCare.word, groups)
    let all = groups.flatMap { $0.part(Measure.ContinuityOfCare.word) }
    died = all.total { $0.code == -6 }
    incarcerated = all.total { $0.code == -5 }
    tooRecent = all.total { (0..<(within.last ?? 0)).contains($0.code ?? -1) }
  }

  func tables(_ group: String) -> [Table] {
    [shares.table("Who was in the next care", group, what: "after leaving")]
  }

  func pictures(in frame: Frame) -> [any Picture] {
    shares.pictures("in the next care", in: frame)
  }

  var figures: [Figure] { shares.figures }

  var exclusions: [Exclusion] {
    [("died", died), ("were arrested", incarcerated), ("left too recently for the longest time", tooRecent)]
      .map {
        Exclusion(measure: Measure.ContinuityOfCare.word, reason: "who \($0.0)", count: $0.1)
      }
  }
}
