import Clinic
import Postgres
import Statistics

extension Measure {
  /// By which day after discharge people were in treatment again, with death as the other way out.
  ///
  /// The estimate of Aalen and Johansen (1978): treating deaths as censored would overstate returns.
  struct TimeToReturn: CohortMeasure {
    static let word = "time_to_return"
    static let isDrawn = true
    static let populations: Set<Population> = [.episodes, .patients]

    /// The last day that is looked at, counted from discharge.
    let horizon: Int
    let marks: [Int]

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      let keys = try settings.keys("horizon", "marks")
      horizon = try keys["horizon"].horizon(otherwise: 365)
      marks = try keys["marks"].marks(upTo: horizon)
    }

    func sentence(_ population: Population) -> String {
      "Tells by which day after discharge which share was in treatment again, for \(horizon) days."
    }

    var convention: String? {
      "Return: Aalen-Johansen from discharge to the next episode of any kind, death competing; who did neither is"
        + " censored at the end of the report's time. Who died in treatment or was transferred is left out."
    }

    var reading: CohortReading { CohortReading(reasons: .all) }

    func parts(_ query: CohortQuery) -> [CohortPart] {
      let (knows, asOf, beyond) = (query.moment.knows, query.moment.asOf, Int32(horizon + 1))
      return [
        CohortPart(
          Self.word, reading: [.key, .ends, .endDay],
          """
          SELECT found.panel, found.member, found.patient_id, found.episode_id,
            least(coalesce(found.returned, found.died, found.today) - found.end_day, \(beyond)) AS value,
            CASE WHEN found.returned IS NOT NULL THEN 1 WHEN found.died IS NOT NULL THEN 2 ELSE 0 END AS code
          FROM (
            SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id, cohort.end_day,
              \(query.dayInPart(of: "min(lower(other.valid)) FILTER (WHERE lower(other.valid) >= cohort.ends)")) AS returned,
              \(query.dayInPart(of: "min(upper(other.valid)) FILTER (WHERE other.discharge_reason = 6)")) AS died,
              \(query.dayInPart(of: "\(asOf)")) AS today
            FROM cohort
            LEFT JOIN clinic.episode_fact AS other
              ON other.organization_id = (SELECT access.organization()) AND other.patient_id = cohort.patient_id
              AND other.episode_id <> cohort.episode_id AND \(knows("other"))
              AND (lower(other.valid) >= cohort.ends AND lower(other.valid) <= \(asOf)
                OR other.discharge_reason = 6 AND upper(other.valid) >= cohort.ends AND upper(other.valid) <= \(asOf))
            WHERE cohort.ends IS NOT NULL AND cohort.reason NOT IN (4, 6, 14)
            GROUP BY cohort.episode_id, cohort.patient_id, cohort.member, cohort.panel, cohort.end_day\(query.zoneInPart)
          ) AS found
          """)
      ]
    }

    func result(_ groups: [Group]) throws -> any MeasureResult { try TimeToReturnResult(groups, self) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      guard let day else { return figure == "count" ? (Self.word, "true") : nil }
      return figure == "at_risk" ? (Self.word, "row.value >= \(Int32(day))") : nil
    }
  }
}

/// The share that was in treatment again, day by day.
package struct TimeToReturnResult: MeasureResult {
  package struct Row: Hashable, Sendable, Encodable {
    package let group: GroupName
    package let count: Int
    package let marks: [Mark]
    /// Every day on which a share changed, in order, and the last on which somebody was seen: what is drawn.
    let steps: [Step]

    private enum CodingKeys: CodingKey { case group, count, marks }
  }

  /// The shares from one day on.
  struct Step: Hashable, Sendable {
    let day: Int
    let returned: Double
    let died: Double
  }

  /// A day of the table.
  package struct Mark: Hashable, Sendable, Codable {
    /// Days since discharge.
    package let day: Int
    package let atRisk: Int
    /// From 0 to 1; the three add up to 1.
    package let returned: Double
    package let died: Double
    package let neither: Double
  }

  package let horizon: Int
  package let rows: [Row]

  init(_ groups: [Group], _ measure: Measure.TimeToReturn) throws {
    horizon = measure.horizon
    rows = try groups.map { group in
      let table = group.part(Measure.TimeToReturn.word).map { tally in
        let isSeen = tally.value <= measure.horizon
        let (returned, died) = (isSeen && tally.code == 1, isSeen && tally.code == 2)
        return CumulativeIncidence.Row(
          time: Double(min(tally.value, measure.horizon)),
          events: [returned ? tally.count : 0, died ? tally.count : 0],
          censored: returned || died ? 0 : tally.count)
      }
      let incidence = try CumulativeIncidence(table, causes: 2)
      return Row(
        group: group.name, count: incidence.count,
        marks: measure.marks.map { day in
          let time = Double(day)
          return Mark(
            day: day, atRisk: incidence.atRisk(at: time), returned: incidence.incidence(of: 0, at: time),
            died: incidence.incidence(of: 1, at: time),
            neither: incidence.steps.last { $0.time <= time }?.survival ?? 1)
        },
        steps: incidence.steps.map {
          Step(day: Int($0.time), returned: $0.incidence[0], died: $0.incidence[1])
        })
    }.filter { $0.count > 0 }
  }

  func tables(_ group: String) -> [Table] {
    [
      Table(
        title: "Who was in treatment again by then (%)",
        head: [group, "day", "at risk", "returned", "died", "neither"],
        rows: rows.flatMap { row in
          row.marks.enumerated().map { index, mark in
            [index == 0 ? row.group.label : "", "\(mark.day)", Figures.count(mark.atRisk)]
              + [mark.returned, mark.died, mark.neither].map { Figures.decimal($0 * 100, 1) }
          }
        })
    ]
  }

  func pictures(in frame: Frame) -> [any Picture] {
    let told = rows.largest(by: \.count)
    return told.isEmpty ? [] : [ReturnPicture(horizon: horizon, rows: told, frame: frame)]
  }

  var figures: [Figure] {
    rows.flatMap { row in
      [Figure(row.group, "count", row.count)]
        + row.marks.flatMap { mark in
          [
            Figure(row.group, "at_risk", day: mark.day, mark.atRisk),
            Figure(row.group, "returned", day: mark.day, mark.returned),
            Figure(row.group, "died", day: mark.day, mark.died),
            Figure(row.group, "neither", day: mark.day, mark.neither),
          ]
        }
    }
  }
}
