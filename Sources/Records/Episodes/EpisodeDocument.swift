import Clinic
import Foundation
import Postgres

/// A record that hangs on an episode by its time: a screening, a due time, an authorisation.
package struct EpisodeDocument: Sendable, Hashable {
  /// What it is: "screening".
  package let kind: String
  package let id: UUID
  package let at: Date
  /// Whether it makes no sense outside the episode; what makes sense there is only told of.
  package let isBound: Bool
}

extension EpisodeDocument {
  /// The kinds of records that hang on episodes, each as a query of kind, identifier, time and whether it is bound to the
  /// episode.
  ///
  /// A correction tells of all that stands here; whoever adds a table with an episode and a time adds a line.
  static func sources(of episode: Episode) -> [SQL] {
    let current: SQL = """
      organization_id = (SELECT access.organization()) AND episode_id = \(episode.id) AND known_to = 'infinity'
      """
    let patient: SQL = "patient_id = \(episode.patientID)"
    let stays: SQL = """
      stay_id IN (
        SELECT id FROM clinic.stay
        WHERE organization_id = (SELECT access.organization()) AND episode_id = \(episode.id))
      """
    return [
      """
      SELECT 'screening' AS kind, known_as AS id, at, true AS is_bound
      FROM clinic.screening
      WHERE \(current) AND \(patient) AND state = 'recorded'
      """,
      "SELECT 'level assessment', id, at, true FROM clinic.level_assessment WHERE \(current)",
      """
      SELECT 'expected end', stay_id, expected_end, false
      FROM clinic.step_down_plan
      WHERE \(current) AND \(stays) AND expected_end IS NOT NULL
      """,
      "SELECT 'hand-off', hand_off_id, offered_at, false FROM clinic.hand_off WHERE \(current) AND \(stays)",
      """
      SELECT 'appointment', appointment_id, at, false
      FROM clinic.appointment
      WHERE \(current) AND \(patient) AND state <> 'entered_in_error'
      """,
      """
      SELECT 'authorization', authorization_id, lower(days)::timestamp AT TIME ZONE time_zone, false
      FROM (SELECT * FROM clinic.authorization WHERE \(current) AND decision <> 'entered_in_error') AS a
      JOIN clinic.facility AS f ON f.organization_id = a.organization_id AND f.id = a.facility_id
      """,
    ]
  }

  /// All of them, in order of time.
  static func of(_ episode: Episode) -> Query<[EpisodeDocument]> {
    let parts = sources(of: episode)
    let all = parts.dropFirst().reduce(parts[0]) { "\($0) UNION ALL \($1)" as SQL }
    return .all("SELECT * FROM (\(all)) AS document ORDER BY at, id") { row in
      EpisodeDocument(
        kind: try row["kind"], id: try row["id"], at: try row["at"], isBound: try row["is_bound"])
    }
  }
}
