import Clinic
import Postgres

extension Measure {
  /// Days from the first contact to admission: the first aim of NIATx.
  ///
  /// The first contact is the call or what intake has as the time of asking for help, whichever was first. The shares
  /// told beside the spread default to 3 and 21 days: three weeks is the target of the NDTMS of England.
  struct Wait: CohortMeasure {
    static let word = "wait"
    static let isDrawn = true
    static let populations: Set<Population> = [.episodes, .patients, .enquiries]

    /// The lengths of which the shares are told.
    let within: [Int]

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      within = try settings.keys("within")["within"]?.days(in: 0...365) ?? [3, 21]
    }

    func sentence(_ population: Population) -> String {
      "Tells how many days passed from the first contact to admission, and how many waited no longer than "
        + "\(within.map(String.init).listed("or")) days."
    }

    var convention: String? {
      "Wait: from the day of the first contact to the day of admission; delay that the person caused is not taken out."
    }

    func parts(_ query: CohortQuery) -> [CohortPart] {
      if query.definition.population == .enquiries {
        return [
          CohortPart(
            Self.word, reading: [.startDay, .ends, .endDay],
            """
            SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
              coalesce(cohort.end_day - cohort.start_day, -1) AS value,
              CASE WHEN cohort.ends IS NOT NULL THEN 1 ELSE 0 END AS code
            FROM cohort
            """)
        ]
      }
      return [Self.part(Self.word, query)]
    }

    /// One row for each of the cohort: `value` is the wait, and `code` is 1 when a first contact is on record.
    ///
    /// With `month` that is the value, and the wait is the code; both are -1 where there is none.
    static func part(_ name: String, _ query: CohortQuery, month: SQL? = nil) -> CohortPart {
      let contact: SQL = "least(intake.first_contact_at, enquiry.received_at)"
      let wait: SQL = "coalesce(cohort.start_day - \(query.dayInPart(of: contact)), -1)"
      return CohortPart(
        name, reading: [.intake, .startDay],
        """
        SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
          \(month ?? wait) AS value,
          \(month == nil ? "CASE WHEN \(contact) IS NULL THEN 0 ELSE 1 END" : wait) AS code
        FROM cohort
        LEFT JOIN clinic.intake AS intake
          ON intake.organization_id = (SELECT access.organization()) AND intake.id = cohort.intake_id\(query.intakeKnown)
        LEFT JOIN clinic.enquiry AS enquiry
          ON enquiry.organization_id = intake.organization_id AND enquiry.id = intake.enquiry_id
        """)
    }

    func result(_ groups: [Group]) -> any MeasureResult { WaitResult(groups, within: within) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      let known: SQL = "row.code = 1 AND row.value >= 0"
      if figure == "count" || figure.hasSuffix(".of") { return (Self.word, known) }
      guard let days = within.first(where: { figure == "within_\($0)_days" }) else { return nil }
      return (Self.word, "\(known) AND row.value <= \(Int32(days))")
    }
  }
}

/// How long people waited for treatment.
package struct WaitResult: MeasureResult, Codable {
  package let rows: [Spread]
  package let shares: Rates
  /// Of whom no first contact is on record, or who were not admitted.
  package let leftOut: Int
  /// Whose first contact is written down as after admission, which cannot be.
  package let contradictory: Int

  init(_ groups: [Group], within: [Int]) {
    func waits(_ group: Group) -> [Tally] {
      group.part(Measure.Wait.word).filter { $0.code == 1 && $0.value >= 0 }
    }
    rows = groups.compactMap { group in
      CountedDays(waits(group).map { ($0.value, $0.count) }).map { Spread(group.name, $0) }
    }
    shares = Rates(
      groups.flatMap { group in
        let waits = waits(group)
        return within.map { days in
          Rates.Row(
            group.name, "within_\(days)_days", waits.total { $0.value <= days }, of: waits.total { _ in true }
          )
        }
      })
    leftOut = groups.reduce(0) { $0 + $1.part(Measure.Wait.word).total { $0.code == 0 } }
    contradictory = groups.reduce(0) {
      $0 + $1.part(Measure.Wait.word).total { $0.code == 1 && $0.value < 0 }
    }
  }

  func tables(_ group: String) -> [Table] {
    [
      Spread.table("Days from first contact to admission", group, rows, hasTotal: false),
      shares.table("Who waited no longer", group, what: "waited"),
    ]
  }

  func pictures(in frame: Frame) -> [any Picture] {
    shares.pictures("who waited no longer", in: frame)
  }

  var figures: [Figure] { rows.flatMap(\.figures) + shares.figures }

  var exclusions: [Exclusion] {
    [
      Exclusion(
        measure: Measure.Wait.word, reason: "without a first contact and an admission on record",
        count: leftOut),
      Exclusion(
        measure: Measure.Wait.word, reason: "with a first contact after the admission", count: contradictory),
    ]
  }
}
