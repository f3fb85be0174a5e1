import Clinic
import Postgres

extension Measure {
  /// How many of those discharged were in detox or residential again within so many days.
  ///
  /// Counted from the day after discharge on, by episode and not by stage; deaths, transfers and those who were not
  /// followed that long are left out and told.
  struct Readmission: CohortMeasure {
    static let word = "readmission"
    static let isDrawn = true
    static let populations: Set<Population> = [.episodes, .patients]

    let within: [Int]

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      within = try settings.keys("within")["within"]?.days(in: 1...3_660) ?? [30]
    }

    func sentence(_ population: Population) -> String {
      "Tells how many of those discharged were in detox or residential again within "
        + "\(within.map(String.init).listed("or")) days."
    }

    var convention: String? {
      "Readmission: another episode's stay in detox or residential, from the day after discharge on; who died, was"
        + " transferred, or was discharged too recently to be followed that long is left out."
    }

    var reading: CohortReading { CohortReading(reasons: .all) }

    func parts(_ query: CohortQuery) -> [CohortPart] {
      let longest = Int32(within.last ?? 0)
      let (knows, asOf) = (query.moment.knows, query.moment.asOf)
      return [
        CohortPart(
          Self.word, reading: [.key, .ends, .endDay],
          """
          SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
            coalesce(least(\(query.dayInPart(of: "min(again.at)")) - cohort.end_day, \(longest) + 1), -1) AS value,
            CASE WHEN cohort.reason IN (4, 6, 14) THEN -cohort.reason
              ELSE least(\(query.dayInPart(of: "\(asOf)")) - cohort.end_day, \(longest)) END AS code
          FROM cohort
          LEFT JOIN (
            SELECT later.patient_id, later.episode_id, lower(next.valid) AS at
            FROM clinic.episode_fact AS later
            JOIN clinic.stay_fact AS next
              ON next.organization_id = later.organization_id AND next.episode_id = later.episode_id
            WHERE later.organization_id = (SELECT access.organization())
              AND \(knows("later")) AND \(knows("next")) AND next.stage < 'aftercare'
          ) AS again
            ON again.patient_id = cohort.patient_id AND again.episode_id <> cohort.episode_id
            AND again.at >= cohort.ends AND again.at <= \(asOf)
            AND \(query.dayInPart(of: "again.at")) > cohort.end_day
          WHERE cohort.ends IS NOT NULL
          GROUP BY cohort.episode_id, cohort.patient_id, cohort.member, cohort.panel, cohort.reason,
            cohort.end_day\(query.zoneInPart)
          """)
      ]
    }

    func result(_ groups: [Group]) -> any MeasureResult { ReadmissionResult(groups, within: within) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      Rates.members(of: figure, within: within, from: 1, part: Self.word)
    }
  }
}

/// Who came back soon.
package struct ReadmissionResult: MeasureResult, Codable {
  package let shares: Rates
  package let died: Int
  package let transferred: Int
  /// For the longest time: who was discharged too recently.
  package let tooRecent: Int
  package let leftOutOpen: Int

  init(_ groups: [Group], within: [Int]) {
    shares = Rates(within: within, from: 1, of: Measure.Readmission.word, groups)
    let all = groups.flatMap { $0.part(Measure.Readmission.word) }
    died = all.total { $0.code == -6 }
    transferred = all.total { $0.code == -4 || $0.code == -14 }
    tooRecent = all.total { (0..<(within.last ?? 0)).contains($0.code ?? -1) }
    leftOutOpen = groups.reduce(0) { $0 + $1.count - $1.ended }
  }

  func tables(_ group: String) -> [Table] {
    [shares.table("Who was admitted again", group, what: "after discharge")]
  }

  func pictures(in frame: Frame) -> [any Picture] {
    shares.pictures("admitted again", in: frame)
  }

  var figures: [Figure] { shares.figures }

  var exclusions: [Exclusion] {
    [
      ("still open", leftOutOpen), ("who died", died), ("who were transferred", transferred),
      ("who were discharged too recently for the longest time", tooRecent),
    ].map { Exclusion(measure: Measure.Readmission.word, reason: $0.0, count: $0.1) }
  }
}
