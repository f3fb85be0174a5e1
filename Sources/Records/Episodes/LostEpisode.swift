import Clinic
import Foundation
import Postgres

/// An episode, and when all of it stopped counting.
package struct LostEpisode: Sendable {
  package let id: Episode.ID
  let patientID: Patient.ID
  package let facilityID: Facility.ID
  let version: Int32
  /// Where it stood when it counted last.
  let state: StageState
  let during: Interval
  let dischargeReason: DischargeReason?
  /// Nil while it counts.
  package let takenOutAt: Date?

  /// An episode, also one that counts no more; nil when there is none that the caller may see.
  package static func find(_ id: Episode.ID) -> Query<LostEpisode?> {
    .first(
      """
      SELECT e.id, e.patient_id, e.version, fact.facility_id, fact.discharge_reason, lower(fact.valid) AS starts,
        CASE WHEN upper_inf(fact.valid) THEN NULL ELSE upper(fact.valid) END AS ends,
        CASE WHEN fact.known_to <> 'infinity' THEN fact.known_to END AS taken_out_at, last.to_state
      FROM clinic.episode AS e
      CROSS JOIN LATERAL (
        SELECT f.*
        FROM clinic.episode_fact AS f
        WHERE f.organization_id = e.organization_id AND f.patient_id = e.patient_id AND f.episode_id = e.id
        ORDER BY f.known_to DESC, f.known_from DESC
        LIMIT 1
      ) AS fact
      CROSS JOIN LATERAL (
        SELECT m.to_state
        FROM clinic.move AS m
        WHERE m.organization_id = e.organization_id AND m.episode_id = e.id AND m.known_to = fact.known_to
          AND \(isLine)
        ORDER BY m.effective_at DESC, m.sequence DESC
        LIMIT 1
      ) AS last
      WHERE e.organization_id = (SELECT access.organization()) AND e.id = \(id)
      """
    ) { row in
      LostEpisode(
        id: try row["id"], patientID: try row["patient_id"], facilityID: try row["facility_id"],
        version: try row["version"], state: try row["to_state"],
        during: try Interval(start: try row["starts"], end: try row["ends"]),
        dischargeReason: try row["discharge_reason"], takenOutAt: try row["taken_out_at"])
    }
  }

  /// Whether a row of the ledger is a move, and not what says that one was taken out.
  static let isLine: SQL = """
    NOT EXISTS (
          SELECT FROM clinic.move AS taken
          WHERE taken.organization_id = m.organization_id AND taken.id = m.corrects AND taken.known_to = m.known_to)
    """

  /// The beds that it had, in order of time.
  static func beds(of id: Episode.ID) -> Query<[(id: Bed.ID, from: Date)]> {
    .all(
      """
      SELECT bed_id, starts
      FROM clinic.occupation
      WHERE organization_id = (SELECT access.organization()) AND episode_id = \(id) AND kind IN ('stay', 'leave')
      ORDER BY known_to, starts
      """
    ) { (try $0["bed_id"], try $0["starts"]) }
  }
}
