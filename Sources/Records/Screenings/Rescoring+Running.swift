import Clinic
import Foundation
import Postgres

extension Records {
  /// Scores screenings anew, and says what that would change.
  ///
  /// With a `reason` each screening that the definition takes gets a new row with the new score; what was known before
  /// stays readable. All of them change or none. Charts that are closed to the caller are left as they are.
  package func rescore(
    _ rescoring: Rescoring, reason: Note? = nil, as caller: Caller
  ) async throws -> RescoringOutcome {
    let slug = rescoring.instrument.reference.slug
    let choice = try await run(
      as: caller, Action("instrument.show", needs: nil), InstrumentChoices.of(slug))
    let bandSet = rescoring.instrument.bandSet(choice)
    let (outcome, changes) = try await preview(rescoring, bandSet, keepsChanges: reason != nil, as: caller)
    guard let reason else { return outcome }
    let statements = changes.statements(
      version: rescoring.instrument.reference.version, bandSet: bandSet, reason: reason, at: clock())
    try await transaction(as: caller, Action("screening.rescore", needs: .screeningRecord)) { transaction in
      _ = try await transaction.run(Query<Int>.execute("SET LOCAL statement_timeout = 0"))
      for statement in statements { _ = try await transaction.run(Query<Int>.execute(statement)) }
    }
    return outcome
  }

  private func preview(
    _ rescoring: Rescoring, _ bandSet: String?, keepsChanges: Bool, as caller: Caller
  ) async throws -> (RescoringOutcome, RescoredBatch) {
    let action = Action("screening.rescore_preview", needs: .screeningRead)
    return try await transaction(as: caller, action) { transaction in
      _ = try await transaction.run(Query<Int>.execute("SET LOCAL statement_timeout = 0"))
      var scorer = RepeatedScoring(rescoring.instrument, bandSet: bandSet)
      var outcome = RescoringOutcome()
      var changes = RescoredBatch()
      for try await row in transaction.stream(rescoring.sql(bandSet), RescoringRow.init) {
        let after = scorer.figures(of: row.sheet)
        outcome.note(row.id, row.before, after)
        if keepsChanges, let after { changes.add(row.row, after) }
      }
      return (outcome, changes)
    }
  }
}

extension Rescoring {
  /// The screenings that are meant, with their answers.
  fileprivate func sql(_ bandSet: String?) -> SQL {
    let isAll = scope == .all
    return """
      SELECT s.id, s.known_as, s.total, s.at_least, s.items_answered, s.items_required, s.band, s.flags, d.sex,
        s.substance, answer.packed
      FROM clinic.screening AS s
      CROSS JOIN LATERAL (
        SELECT array_agg(\(AnswerSheet.packing)) AS packed
        FROM clinic.screening_answer AS a
        WHERE a.organization_id = s.organization_id AND a.screening_id = s.sheet_id
      ) AS answer
      LEFT JOIN clinic.demographics AS d ON d.organization_id = access.organization() AND d.patient_id = s.patient_id
        AND d.known_to = 'infinity'
      WHERE s.organization_id = access.organization() AND s.instrument = \(instrument.reference.slug)
        AND s.known_to = 'infinity' AND s.state = 'recorded'
        AND (\(isAll) OR s.instrument_version <> \(instrument.reference.version)
          OR s.band_set IS DISTINCT FROM \(bandSet))
      """
  }
}

/// Scores sheet after sheet, and each that was there before only once.
struct RepeatedScoring {
  private let instrument: Instrument
  private let bandSet: String?
  private var known: [AnswerSheet: DerivedFigures?] = [:]
  /// Sheets that differ in every answer would otherwise fill the memory.
  private static let most = 1 << 19

  init(_ instrument: Instrument, bandSet: String?) {
    self.instrument = instrument
    self.bandSet = bandSet
  }

  /// Nil when the instrument does not take one of the answers.
  mutating func figures(of sheet: AnswerSheet) -> DerivedFigures? {
    if let found = known[sheet] { return found }
    let score = try? instrument.score(
      sheet.answers, sex: sheet.sex, substance: sheet.substance, bandSet: bandSet)
    let figures = score.map(DerivedFigures.init)
    if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
    known[sheet] = .some(figures)
    return figures
  }
}

/// New figures of screenings, in the columns in which they are written.
private struct RescoredBatch {
  private var rows: [UUID] = []
  private var figures: [DerivedFigures] = []
  private static let size = 10_000

  mutating func add(_ row: UUID, _ after: DerivedFigures) {
    rows.append(row)
    figures.append(after)
  }

  func statements(version: String, bandSet: String?, reason: Note, at now: Date) -> [SQL] {
    stride(from: 0, to: rows.count, by: Self.size).map { start in
      let part = start..<min(start + Self.size, rows.count)
      return statement(Array(rows[part]), Array(figures[part]), version, bandSet, reason, now)
    }
  }

  private func statement(
    _ rows: [UUID], _ figures: [DerivedFigures], _ version: String, _ bandSet: String?, _ reason: Note,
    _ now: Date
  ) -> SQL {
    """
    WITH old AS (
      UPDATE clinic.screening SET known_to = \(now)
      WHERE organization_id = access.organization() AND id = ANY (\(rows)) AND known_to = 'infinity'
      RETURNING *
    ),
    new AS (
      INSERT INTO clinic.screening (
        organization_id, id, first_id, answers_of, patient_id, episode_id, instrument, instrument_version, substance, at,
        manner, administered_by, total, at_least, items_answered, items_required, band, band_set, flags, known_from,
        recorded_by, cause, reason, corrects)
      SELECT old.organization_id, gen_random_uuid(), old.known_as, old.sheet_id, old.patient_id, old.episode_id,
        old.instrument, \(version), old.substance, old.at, old.manner, old.administered_by, r.total, r.at_least,
        r.answered, r.required, r.band, \(bandSet), string_to_array(r.flags, ','), \(now), access.staff_member(),
        'rescoring', \(reason), old.id
      FROM old
      JOIN unnest(
        \(rows), \(figures.map(\.total))::smallint[], \(figures.map(\.atLeast))::smallint[],
        \(figures.map(\.answered))::smallint[], \(figures.map(\.required))::smallint[],
        \(figures.map(\.band))::text[], \(figures.map { $0.flags.joined(separator: ",") })::text[]
      ) AS r (id, total, at_least, answered, required, band, flags) ON r.id = old.id
    )
    SELECT access.insist((SELECT count(*) FROM old) = \(rows.count), 'SW003', 'screening')
    """
  }
}
