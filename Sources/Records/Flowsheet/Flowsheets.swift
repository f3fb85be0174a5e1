import Clinic
import Foundation
import Postgres

/// Queries about flowsheets.
package enum Flowsheets {
  /// Whose flowsheet it is, and how often it was written; nil when there is no episode that the caller may see.
  static func head(of episode: Episode.ID) -> Query<FlowsheetRecord?> {
    .first(
      """
      SELECT f.episode_id, f.patient_id, f.facility_id, lower(f.valid) AS admitted_at, upper(f.valid) AS ends_at,
        place.time_zone, (d.birth_date + interval '16 years')::date AS scored_from, coalesce(w.version, 0) AS version,
        CASE WHEN told.pregnant THEN told.at END AS pregnant_at
      FROM clinic.episode_fact AS f
      JOIN clinic.facility AS place ON place.organization_id = f.organization_id AND place.id = f.facility_id
      LEFT JOIN clinic.demographics AS d ON d.organization_id = f.organization_id AND d.patient_id = f.patient_id
        AND d.known_to = 'infinity'
      LEFT JOIN LATERAL (
        SELECT i.pregnant, i.at
        FROM clinic.intake AS i
        WHERE i.organization_id = (SELECT access.organization()) AND i.patient_id = f.patient_id AND i.pregnant IS NOT NULL
        ORDER BY i.at DESC
        LIMIT 1
      ) AS told ON true
      LEFT JOIN clinic.flowsheet AS w ON w.organization_id = f.organization_id AND w.episode_id = f.episode_id
      WHERE f.organization_id = (SELECT access.organization()) AND f.episode_id = \(episode) AND f.known_to = 'infinity'
      """
    ) { row in
      let admittedAt: Date = try row["admitted_at"]
      let pregnantAt: Date? = try row["pregnant_at"]
      return FlowsheetRecord(
        episodeID: try row["episode_id"], patientID: try row["patient_id"],
        facilityID: try row["facility_id"],
        admittedAt: admittedAt, endsAt: try row["ends_at"], timeZone: try row["time_zone"],
        scoredFrom: try row["scored_from"],
        pregnancy: pregnantAt.map { News2.pregnancy(toldAt: $0, admittedAt) },
        version: try row["version"])
    }
  }

  /// Every set of signs that holds, in order of time.
  static func vitals(of episode: Episode.ID) -> Query<[VitalsRecord]> {
    .all(
      """
      SELECT v.*
      FROM clinic.vitals AS v
      WHERE v.organization_id = (SELECT access.organization()) AND v.episode_id = \(episode) AND v.known_to = 'infinity'
        AND v.state = 'recorded'
      ORDER BY v.at, v.vitals_id
      """, VitalsRecord.init(row:))
  }

  /// Every score of the person in the time of the episode, also of questionnaires that do not name it.
  static func scores(of episode: Episode.ID) -> Query<[ScoreRecord]> {
    .all(
      """
      SELECT s.known_as AS id, s.instrument, s.instrument_version, s.at, s.total, s.at_least, s.band, s.flags
      FROM clinic.episode_fact AS f
      JOIN clinic.screening AS s ON s.organization_id = f.organization_id AND s.patient_id = f.patient_id
        AND s.known_to = 'infinity' AND s.state = 'recorded' AND s.at >= lower(f.valid) - interval '1 day'
        AND (upper_inf(f.valid) OR s.at < upper(f.valid))
        AND (s.episode_id IS NULL OR s.episode_id = f.episode_id)
      WHERE f.organization_id = (SELECT access.organization()) AND f.episode_id = \(episode) AND f.known_to = 'infinity'
      ORDER BY s.at, s.known_as
      """, ScoreRecord.init(row:))
  }

  /// What was done about doses.
  static func doses(of episode: Episode.ID) -> Query<[DoseLine]> {
    .all(
      """
      SELECT d.dose_id, o.drug, d.at, d.amount, d.unit, d.outcome
      FROM clinic.dose AS d
      JOIN clinic.medication_order AS o ON o.organization_id = d.organization_id AND o.id = d.order_id
      WHERE d.organization_id = (SELECT access.organization()) AND d.episode_id = \(episode) AND d.known_to = 'infinity'
        AND d.outcome <> 'entered_in_error'
      ORDER BY d.at, d.dose_id
      """
    ) { row in
      DoseLine(
        id: try row["dose_id"], drug: try row["drug"], at: try row["at"], amount: try row["amount"],
        unit: try row["unit"], outcome: try row["outcome"])
    }
  }

  static func words(of episode: Episode.ID) -> Query<[CheckWordRecord]> {
    .all(
      """
      SELECT w.id, w.monitoring_id, w.check_name, w.word, w.at, w.reason, w.recorded_by
      FROM clinic.check_word AS w
      WHERE w.organization_id = (SELECT access.organization()) AND w.episode_id = \(episode) AND w.known_to = 'infinity'
      ORDER BY w.at, w.id
      """
    ) { row in
      CheckWordRecord(
        id: try row["id"], monitoringID: try row["monitoring_id"], check: try row["check_name"],
        word: try row["word"], at: try row["at"], reason: try row["reason"],
        recordedBy: try row["recorded_by"])
    }
  }

  static func monitorings(of episode: Episode.ID) -> Query<[MonitoringRecord]> {
    .all(
      """
      SELECT m.monitoring_id, m.counted_from, m.started_at, m.stopped_at, m.reason, p.slug, p.version, p.definition
      FROM clinic.monitoring AS m
      JOIN clinic.protocol AS p ON p.organization_id = m.organization_id AND p.slug = m.protocol
        AND p.version = m.protocol_version
      WHERE m.organization_id = (SELECT access.organization()) AND m.episode_id = \(episode) AND m.known_to = 'infinity'
      ORDER BY m.started_at, m.monitoring_id
      """, MonitoringRecord.init(row:))
  }
}

extension Records {
  /// All that was measured, scored and said in an episode; nil when there is none that the caller may see.
  ///
  /// The trail has it as a reading of the chart under `need`, which is what the caller is going to do with it.
  package func flowsheet(
    of episode: Episode.ID, needs need: Permission = .flowsheetRead, as caller: Caller
  ) async throws -> FlowsheetRecord? {
    let action = Action("flowsheet.read", needs: need, subject: episode.rawValue)
    let (head, vitals, scores, words, doses, monitorings) = try await run(
      as: caller, action, Flowsheets.head(of: episode), Flowsheets.vitals(of: episode),
      Flowsheets.scores(of: episode), Flowsheets.words(of: episode),
      Flowsheets.doses(of: episode), Flowsheets.monitorings(of: episode))
    guard var record = head else { return nil }
    record.vitals = vitals.map { record.scored($0) }
    (record.scores, record.words, record.doses, record.monitorings) = (scores, words, doses, monitorings)
    return record
  }
}

extension FlowsheetRecord {
  /// Without NEWS2 where it is not for the person.
  func scored(_ record: VitalsRecord) -> VitalsRecord {
    guard let unscored = unscored(at: record.vitals.at) else { return record }
    return VitalsRecord(
      vitals: record.vitals, news2: nil, unscored: unscored, recordedBy: record.recordedBy,
      recordedAt: record.recordedAt, row: record.row)
  }

  /// Why NEWS2 is not made for the person at a time; nil where it is.
  func unscored(at time: Date) -> News2.Unscored? {
    let day = Day(of: time, in: TimeZone(identifier: timeZone) ?? .gmt)
    if let scoredFrom, day.daysSince2000 < scoredFrom.daysSince2000 { return .under16 }
    return pregnancy?.contains(time) == true ? .pregnant : nil
  }
}

extension CheckWord: PostgresEncodable, PostgresDecodable {}
extension CheckOutcome: PostgresEncodable, PostgresDecodable {}
extension NotMeasured: PostgresEncodable, PostgresDecodable {}
extension Vitals.Scale: PostgresEncodable, PostgresDecodable {}

extension VitalsRecord {
  init(row: Row) throws {
    var readings: [VitalSign: Reading] = [:]
    for sign in VitalSign.allCases {
      let missing: NotMeasured? = try row["\(sign.rawValue)_missing"]
      readings[sign] = try missing.map { .missing($0) } ?? Self.reading(row, sign)
    }
    let confirmed: [String] = try row["confirmed"]
    let scale: Vitals.Scale = try row["scale"]
    self.init(
      vitals: Vitals(
        id: try row["vitals_id"], episodeID: try row["episode_id"], at: try row["at"], scale: scale,
        readings: readings, confirmed: Set(confirmed.compactMap(VitalSign.init(rawValue:))),
        note: try row["note"]),
      news2: News2(readings, scale: scale), unscored: nil, recordedBy: try row["recorded_by"],
      recordedAt: try row["known_from"], row: try row["id"])
  }

  private static func reading(_ row: Row, _ sign: VitalSign) throws -> Reading? {
    switch sign.form {
    case .word:
      let word: String? = try row[sign.rawValue]
      return word.map { .word($0) }
    case .number(_, _, decimals: 0):
      let number: Int16? = try row[sign.rawValue]
      return number.map { .number(Decimal(Int($0))) }
    case .number:
      let number: Decimal? = try row[sign.rawValue]
      return number.map { .number($0) }
    }
  }
}

extension ScoreRecord {
  init(row: Row) throws {
    let total: Int16? = try row["total"]
    let atLeast: Int16? = try row["at_least"]
    self.init(
      id: try row["id"], instrument: try row["instrument"], version: try row["instrument_version"],
      at: try row["at"], total: total.map { Int($0) }, atLeast: atLeast.map { Int($0) },
      band: try row["band"],
      flags: try row["flags"])
  }
}

extension MonitoringRecord {
  init(row: Row) throws {
    let definition = try Protocols.read(
      try row["definition"], slug: try row["slug"], version: try row["version"])
    self.init(
      id: try row["monitoring_id"], definition: definition, countedFrom: try row["counted_from"],
      startedAt: try row["started_at"], stoppedAt: try row["stopped_at"], reason: try row["reason"])
  }
}
