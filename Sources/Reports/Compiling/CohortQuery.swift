import Postgres

/// A cohort definition as one statement that counts, so that no person leaves the database.
///
/// The stays are read as `stay`, the episodes as `episode`, the enquiries as `enquiry`; further tables are joined only
/// when something of the definition needs them. What measures count beside the rows themselves are parts, which read
/// the cohort again.
struct CohortQuery {
  let definition: CohortDefinition
  let moment: Moment
  let places: Places
  /// For how long its statement may run; as long as any of its connection when nil.
  var limit: Duration? = nil

  /// The statement; its rows decode to ``Tally``.
  ///
  /// What differs most stands first where rows are grouped: PostgreSQL sorts by the columns as they are written.
  ///
  /// - Throws: ``UnknownFacility``.
  func statement() throws -> SQL {
    let reading = definition.reading
    let parts = definition.measures.flatMap { $0.asked.parts(self) }
    var statement = "WITH cohort AS (\n\(try cohort(reading, parts).indented())\n)" as SQL
    if countsPeopleApart {
      statement = """
        \(statement), person AS (
          SELECT panel, member, patient_id FROM cohort GROUP BY patient_id, member, panel
        )
        """
    }
    statement = """
      \(statement)
      SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
      FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
      """
    if countsPeopleApart {
      statement = """
        \(statement)
        UNION ALL
        SELECT 'people', panel::text, member::text, 0, 0, count(*) FROM person GROUP BY person.member, person.panel
        """
    }
    if countsPeopleApart, definition.by != nil || definition.each != nil {
      statement = """
        \(statement)
        UNION ALL
        SELECT 'everybody', NULL, NULL, 0, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
        """
    }
    for part in parts {
      statement = """
        \(statement)
        UNION ALL
        SELECT \(SQL(unsafe: "'\(part.name)'")), panel::text, member::text, value::integer, code::integer, count(*)
        FROM (
        \(part.rows.indented())
        ) AS row
        GROUP BY row.value, row.code, row.member, row.panel
        """
    }
    return statement
  }

  /// Whether people are counted by themselves, because more than one row may be of the same person.
  private var countsPeopleApart: Bool {
    definition.reading.countsPeople && definition.population != .patients
  }

  /// The rows of the cohort with what is read of them.
  func cohort(_ reading: CohortReading, _ parts: [CohortPart]) throws -> SQL {
    var columns = parts.reduce(into: Set<CohortColumn>()) { $0.formUnion($1.columns) }
    if !parts.isEmpty { columns.formUnion([.patient, .episode]) }
    if !parts.isEmpty, places.commonTimeZone == nil { columns.insert(.zone) }
    if reading.countsPeople { columns.insert(.patient) }
    let more = columns.sorted().map { column -> SQL in
      let (value, name) = (expression(of: column), SQL(unsafe: column.name))
      return value.description.hasSuffix(".\(column.name)") ? value : "\(value) AS \(name)"
    }
    let all: [SQL] =
      [
        "\(expression(of: definition.each)) AS panel", "\(expression(of: definition.by)) AS member",
        "\(days(reading)) AS days", "\(reason(reading)) AS reason",
      ] + more
    let list = all.dropFirst().reduce(all[0]) { "\($0),\n  \($1)" }
    return """
      SELECT \(once)\(list)
      FROM \(try source(for: columns))
      WHERE \(try conditions())\(order)
      """
  }

  /// The table that the population stands in.
  var main: SQL {
    switch definition.population {
    case .stays: "stay"
    case .episodes, .patients: "episode"
    case .enquiries: "enquiry"
    }
  }

  /// Each person once, at the first episode that fulfils the conditions; each enquiry once, with the first episode
  /// that came of it.
  private var once: SQL {
    switch definition.population {
    case .stays, .episodes: ""
    case .patients: "DISTINCT ON (episode.patient_id) "
    case .enquiries: needsEpisodeOfEnquiry ? "DISTINCT ON (enquiry.id) " : ""
    }
  }

  private var order: SQL {
    switch definition.population {
    case .stays, .episodes: ""
    case .patients: "\nORDER BY episode.patient_id, lower(episode.valid), episode.episode_id"
    case .enquiries: needsEpisodeOfEnquiry ? "\nORDER BY enquiry.id, lower(episode.valid)" : ""
    }
  }

  /// The reason of ending, NULL while open; told apart no further than the measures need.
  private func reason(_ reading: CohortReading) -> SQL {
    if definition.population == .enquiries {
      return "CASE enquiry.state WHEN 'converted' THEN 1 WHEN 'lost' THEN 7 END"
    }
    let code: SQL = definition.population == .stays ? "stay.end_reason" : "episode.discharge_reason"
    let ended: SQL = "upper(\(main).valid) <= \(moment.asOf)"
    return switch reading.reasons {
    case .all: "CASE WHEN \(ended) THEN \(code) END"
    case .dropout: "CASE WHEN \(ended) THEN CASE WHEN \(code) IN (2, 3) THEN 2::smallint ELSE 7 END END"
    case .ended: "CASE WHEN \(ended) THEN 7::smallint END"
    }
  }

  /// Whole days from the day of the start to the day of the end, as the clocks of the facility show them.
  private func days(_ reading: CohortReading) -> SQL {
    guard definition.population != .enquiries else { return "0" }
    let until: SQL = "least(upper(\(main).valid), \(moment.asOf))"
    let days: SQL = "\(day(of: until)) - \(day(of: start))"
    if reading.readsAllDays { return days }
    // Those beyond the horizon are all alike there.
    guard let horizon = reading.horizon else { return "0" }
    return "least(\(days), \(Int32(horizon + 1)))"
  }

  /// The instant at which a row begins.
  var start: SQL { definition.population == .enquiries ? "enquiry.received_at" : "lower(\(main).valid)" }

  /// The facility's day on which an instant falls, among the tables of the cohort.
  func day(of instant: SQL) -> SQL {
    // The statement runs in the session time zone of the facilities when they have it in common: a cast to
    // `date` is several times faster than naming a zone in each row.
    places.commonTimeZone == nil ? "(\(instant) AT TIME ZONE \(zone))::date" : "(\(instant))::date"
  }

  /// The same in a part, which reads the cohort.
  func dayInPart(of instant: SQL) -> SQL {
    places.commonTimeZone == nil ? "(\(instant) AT TIME ZONE cohort.zone)::date" : "(\(instant))::date"
  }

  /// What a part has to group by, too, where facilities have clocks of their own.
  var zoneInPart: SQL { places.commonTimeZone == nil ? ", cohort.zone" : "" }

  /// The clock of the row's facility; an enquiry may be nobody's yet, and is then told by the first facility's clock.
  var zone: SQL {
    guard definition.population == .enquiries else { return "place.time_zone" }
    return "coalesce(place.time_zone, \(places.all.first?.timeZone ?? "UTC"))"
  }
}

extension CohortDefinition {
  /// What its measures read of the rows, together.
  var reading: CohortReading { measures.reduce(CohortReading()) { $0.and($1.asked.reading) } }
}
