import Clinic
import Foundation
import Postgres

/// New figures of screenings, in the columns in which they are written.
struct RescoredBatch {
  private var rows: [UUID] = []
  private(set) var ids: [Screening.ID] = []
  private(set) var figures: [DerivedFigures] = []
  private static let size = 10_000

  mutating func add(_ row: RescoringRow, _ after: DerivedFigures) {
    rows.append(row.row)
    ids.append(row.id)
    figures.append(after)
  }

  /// Adds what another part came to.
  mutating func add(_ other: RescoredBatch) {
    rows += other.rows
    ids += other.ids
    figures += other.figures
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
