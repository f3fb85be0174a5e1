import Postgres

/// A cohort definition as one statement that counts per day, so that no person leaves the database.
///
/// The stays are read as `stay`, the episodes as `episode`; further tables are joined only when something of the
/// definition needs them.
struct CohortQuery {
  let definition: CohortDefinition
  let moment: Moment
  let places: Places

  /// The statement; its rows decode to ``Tally``.
  ///
  /// - Throws: ``UnknownFacility``.
  func statement() throws -> SQL {
    let person: SQL = needsPeople ? ",\n    \(main).patient_id" : ""
    let cohort: SQL = """
      WITH cohort AS (
        SELECT \(expression(of: definition.each)) AS panel,
          \(expression(of: definition.by)) AS member,
          \(days) AS days,
          \(reason) AS reason\(person)
        FROM \(try source())
        WHERE \(try conditions())
      )
      """
    let tallies: SQL = """
      SELECT panel::text, member::text, days, reason, count(*) AS tally, NULL::bigint AS people
      FROM cohort GROUP BY cohort.panel, cohort.member, cohort.days, cohort.reason
      """
    guard needsPeople else { return "\(cohort)\n\(tallies)" }
    return """
      \(cohort), person AS (
        SELECT panel, member, patient_id FROM cohort GROUP BY panel, member, patient_id
      )
      \(tallies)
      UNION ALL
      SELECT panel::text, member::text, NULL, NULL, 0, count(*) FROM person GROUP BY person.panel, person.member
      UNION ALL
      SELECT NULL, NULL, -1, NULL, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
      """
  }

  /// The table that the population stands in.
  var main: SQL { definition.population == .stays ? "stay" : "episode" }

  private var needsPeople: Bool { definition.measures.contains(.counts) }

  /// The reason of ending, NULL while open; told apart no further than the measures need.
  private var reason: SQL {
    let code: SQL = definition.population == .stays ? "stay.end_reason" : "episode.discharge_reason"
    let ended: SQL = "upper(\(main).valid) <= \(moment.asOf)"
    if definition.measures.contains(where: { $0.kind == .reasons || $0.kind == .exits }) {
      return "CASE WHEN \(ended) THEN \(code) END"
    }
    if definition.measures.contains(where: \.tellsDropout) {
      return "CASE WHEN \(ended) THEN CASE WHEN \(code) IN (2, 3) THEN 2::smallint ELSE 7 END END"
    }
    return "CASE WHEN \(ended) THEN 7::smallint END"
  }

  /// Whole days from the day of the start to the day of the end, as the clocks of the facility show them.
  private var days: SQL {
    let until: SQL = "least(upper(\(main).valid), \(moment.asOf))"
    let days: SQL = "\(day(of: until)) - \(day(of: "lower(\(main).valid)"))"
    if definition.needsAllDays { return days }
    // Those beyond the horizon are all alike there.
    guard let horizon = definition.measures.compactMap(\.horizon).max() else { return "0" }
    return "least(\(days), \(Int32(horizon + 1)))"
  }

  /// The facility's day on which an instant falls.
  func day(of instant: SQL) -> SQL {
    // The statement runs in the session time zone of the facilities when they have it in common: a cast to
    // `date` is several times faster than naming a zone in each row.
    places.commonTimeZone == nil ? "(\(instant) AT TIME ZONE place.time_zone)::date" : "(\(instant))::date"
  }
}

extension CohortDefinition {
  var retention: Measure.Retention? {
    for case .retention(let retention) in measures { return retention }
    return nil
  }

  /// Whether a measure looks at lengths beyond the horizon.
  var needsAllDays: Bool { measures.contains { $0.kind == .lengthOfStay } }
}
