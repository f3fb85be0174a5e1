import Clinic
import Foundation
import Postgres
import Records

/// Queries about what is wrong beside the records themselves.
enum TEDSIssues {
  /// The handles of the staff.
  static let handles: Query<[UUID: String]> = Query<[(UUID, String)]>.all(
    "SELECT id, handle FROM access.staff WHERE organization_id = (SELECT access.organization())"
  ) { (try $0["id"], try $0["handle"]) }.map { Dictionary($0, uniquingKeysWith: { first, _ in first }) }

  /// What the state rejected and has not got anew.
  static func rejected(of facilities: [Facility.ID], before day: Day) -> Query<[TEDSIssue]> {
    .all(
      """
      SELECT l.kind, l.answer_reason, l.patient_id, l.client, l.episode_id, l.facility_id, l.event_on, s.handle
      FROM (
        SELECT DISTINCT ON (r.kind, r.key) r.kind, r.key, r.answer, r.answer_reason, r.patient_id, r.episode_id,
          r.facility_id, r.event_on, r.batch_number, rtrim(substr(r.content, 25, 15)) AS client
        FROM clinic.teds_record AS r
        WHERE r.organization_id = (SELECT access.organization()) AND r.facility_id = ANY (\(facilities)::uuid[])
          AND r.event_on < \(day)
        ORDER BY r.kind, r.key, r.batch_number DESC, r.place DESC
      ) AS l
      JOIN clinic.teds_batch AS b ON b.organization_id = (SELECT access.organization()) AND b.number = l.batch_number
      LEFT JOIN access.staff AS s ON s.organization_id = b.organization_id AND s.id = b.made_by
      WHERE l.answer = 'rejected'
      ORDER BY l.batch_number, l.kind, l.key
      """
    ) { row in
      let kind: String = try row["kind"]
      let reason: String? = try row["answer_reason"]
      return TEDSIssue(
        rule: .rejected, kind: TEDSLayout.Kind(rawValue: kind) ?? .admission, elements: [],
        what: reason.map { "The state says: \($0)" } ?? "The state gave no reason.",
        patientID: try row["patient_id"], client: try row["client"], episodeID: try row["episode_id"],
        facilityID: try row["facility_id"], day: try row["event_on"], owner: try row["handle"])
    }
  }
}
