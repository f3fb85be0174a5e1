import Clinic
import Foundation
import Postgres

/// A screening as it was recorded, with the score that the instrument of that day derived.
package struct ScreeningRecord: Sendable, Hashable {
  package let screening: Screening
  /// Nil when required answers are missing; then `atLeast` says what the given ones add up to.
  package let total: Int16?
  package let atLeast: Int16?
  package let itemsAnswered: Int16
  package let itemsRequired: Int16
  package let band: String?
  package let flags: [String]
}

/// Queries about screenings.
package enum Screenings {
  /// All screenings of a person with every answer, the latest first.
  package static func of(_ patient: Patient.ID) -> Query<[ScreeningRecord]> {
    .all(select(openChart("s.patient_id", of: patient)), ScreeningRecord.init(row:))
  }

  /// One screening; nil when there is none that the caller may see.
  package static func find(_ id: Screening.ID) -> Query<ScreeningRecord?> {
    .first(select("s.id = \(id)"), ScreeningRecord.init(row:))
  }

  private static func select(_ condition: SQL) -> SQL {
    """
    SELECT s.id, s.patient_id, s.episode_id, s.instrument, s.instrument_version, s.at, s.recorded_by,
      s.total, s.at_least, s.items_answered, s.items_required, s.band, s.flags,
      answer.items, answer.given, answer.missing
    FROM clinic.screening AS s
    CROSS JOIN LATERAL (
      SELECT array_agg(a.item ORDER BY a.item) AS items, array_agg(a.value ORDER BY a.item) AS given,
        array_agg(a.missing::text ORDER BY a.item) AS missing
      FROM clinic.screening_answer AS a
      WHERE a.organization_id = s.organization_id AND a.screening_id = s.id
    ) AS answer
    WHERE s.organization_id = access.organization() AND \(condition) AND s.known_to = 'infinity'
    ORDER BY s.at DESC, s.id DESC
    """
  }
}

extension ScreeningRecord {
  init(row: Row) throws {
    let items: [Int16] = try row["items"] ?? []
    let given: [Int16?] = try row["given"] ?? []
    let missing: [MissingReason?] = try row["missing"] ?? []
    var answers: Screening.Answers = [:]
    for (item, (value, reason)) in zip(items, zip(given, missing)) {
      answers[item] = try Recorded(value, missing: reason)
    }
    self.init(
      screening: Screening(
        id: try row["id"], patientID: try row["patient_id"], episodeID: try row["episode_id"],
        instrument: Instrument.Reference(slug: try row["instrument"], version: try row["instrument_version"]),
        at: try row["at"], recordedBy: try row["recorded_by"], answers: answers),
      total: try row["total"], atLeast: try row["at_least"], itemsAnswered: try row["items_answered"],
      itemsRequired: try row["items_required"], band: try row["band"], flags: try row["flags"])
  }
}
