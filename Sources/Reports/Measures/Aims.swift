import Postgres

extension Measure {
  /// The four aims of NIATx month by month, as run charts: less waiting, fewer no-shows, more admissions, more who stay.
  ///
  /// Limits after Shewhart: three standard errors for shares, and 2.66 mean moving ranges (XmR) for medians and counts. A
  /// month outside them is a signal, and so is the eighth month in a row on one side of the centre line and each that follows
  /// there; months of nobody, and those on the line itself, neither go on with a row nor break it.
  struct Aims: CohortMeasure {
    static let word = "aims"
    static let isDrawn = true
    static let populations: Set<Population> = [.episodes, .patients]

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) { try settings.refuseAny() }

    func sentence(_ population: Population) -> String {
      "Draws the four aims of NIATx month by month: waiting, no-shows, admissions, and the fourth unit of care."
    }

    var convention: String? {
      "Aims: by calendar month of admission, no-shows by month of the appointment; the month of the report's time is not"
        + " over and left out; limits are three standard errors of a share, or 2.66 mean moving ranges."
    }

    func parts(_ query: CohortQuery) -> [CohortPart] {
      let admitted = month("cohort.start_day", query)
      let visited = month(query.dayInPart(of: "visit.at"), query)
      let all = [
        Wait.part(Aim.wait.part, query, month: admitted),
        NoShows.part(Aim.noShows.part, query, value: visited),
        CohortPart(
          Aim.admissions.part, reading: [.startDay],
          """
          SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id, \(admitted) AS value, 0 AS code
          FROM cohort
          """),
        UnitsOfCare.part(Aim.continuation.part, query, within: 30, value: admitted),
      ]
      return all
    }

    /// The months since the year 0; -1 for the month that is not over, and what is later.
    private func month(_ day: SQL, _ query: CohortQuery) -> SQL {
      """
      CASE WHEN \(day) < date_trunc('month', \(query.dayInPart(of: "\(query.moment.asOf)")))
            THEN (12 * date_part('year', \(day)) + date_part('month', \(day)) - 1)::integer ELSE -1 END
      """
    }

    func result(_ groups: [Group]) -> any MeasureResult { AimsResult(groups) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      guard let month = day.map(Int32.init) else { return nil }
      return switch figure {
      case "admissions": (Aim.admissions.part, "row.value = \(month)")
      case "wait.of": (Aim.wait.part, "row.value = \(month) AND row.code >= 0")
      case "no_shows": (Aim.noShows.part, "row.value = \(month) AND row.code = 1")
      case "no_shows.of": (Aim.noShows.part, "row.value = \(month) AND row.code >= 0")
      case "continuation": (Aim.continuation.part, "row.value = \(month) AND row.code = 1")
      case "continuation.of": (Aim.continuation.part, "row.value = \(month) AND row.code >= 0")
      default: nil
      }
    }
  }
}

/// What clinics try to better, after NIATx.
package enum Aim: String, CaseIterable, Hashable, Sendable, Codable {
  /// The median of days from the first contact to admission.
  case wait
  /// The share of appointments that were missed.
  case noShows = "no_shows"
  /// How many were admitted.
  case admissions
  /// The share that had a fourth unit of care within 30 days.
  case continuation

  var part: String { "\(Measure.Aims.word)_\(rawValue)" }

  var isShare: Bool { self == .noShows || self == .continuation }

  /// For people, with the unit.
  var label: String {
    switch self {
    case .wait: "median days from first contact to admission"
    case .noShows: "appointments missed (%)"
    case .admissions: "admissions"
    case .continuation: "had a fourth unit of care (%)"
    }
  }
}
