import Clinic
import Foundation
import Postgres

/// Queries about screenings.
package enum Screenings {
  /// The screenings of a person with every answer, the latest first; those entered in error are left out.
  package static func of(_ patient: Patient.ID, instrument: String? = nil) -> Query<[ScreeningRecord]> {
    .all(
      select(
        """
        \(openChart("s.patient_id", of: patient)) AND s.known_to = 'infinity' AND s.state = 'recorded'
          AND (\(instrument)::text IS NULL OR s.instrument = \(instrument))
        """, order: "s.at DESC, s.id DESC"), ScreeningRecord.init(row:))
  }

  /// One screening as it is known; nil when there is none that the caller may see.
  package static func find(_ id: Screening.ID) -> Query<ScreeningRecord?> {
    .first(
      select("s.known_as = \(id) AND s.known_to = 'infinity'", order: "s.id"), ScreeningRecord.init(row:))
  }

  /// One screening as it was known at each time, the latest first; empty when there is none that the caller may see.
  package static func history(of id: Screening.ID) -> Query<[ScreeningRecord]> {
    .all(
      """
      WITH RECURSIVE known AS (
        SELECT id, corrects FROM clinic.screening
        WHERE organization_id = access.organization() AND known_as = \(id) AND known_to = 'infinity'
        UNION ALL
        SELECT before.id, before.corrects
        FROM known
        JOIN clinic.screening AS before ON before.organization_id = access.organization() AND before.id = known.corrects
      )
      \(select("s.id IN (SELECT id FROM known)", order: "s.known_from DESC, s.known_to DESC"))
      """, ScreeningRecord.init(row:))
  }

  private static func select(_ condition: SQL, order: SQL) -> SQL {
    """
    SELECT s.id, s.known_as, s.sheet_id, s.patient_id, s.episode_id, s.instrument, s.instrument_version, s.substance, s.at, s.manner,
      s.administered_by, s.recorded_by, s.total, s.at_least, s.items_answered, s.items_required, s.band, s.band_set,
      s.flags, s.state, s.known_from, nullif(s.known_to, 'infinity') AS known_until, s.cause, s.reason,
      answer.items, answer.given, answer.missing
    FROM clinic.screening AS s
    CROSS JOIN LATERAL (
      SELECT array_agg(a.item ORDER BY a.item) AS items, array_agg(a.value ORDER BY a.item) AS given,
        array_agg(a.missing ORDER BY a.item) AS missing
      FROM clinic.screening_answer AS a
      WHERE a.organization_id = s.organization_id AND a.screening_id = s.sheet_id
    ) AS answer
    WHERE s.organization_id = access.organization() AND \(condition)
    ORDER BY \(order)
    """
  }
}
