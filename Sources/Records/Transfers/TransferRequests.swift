import Clinic
import Foundation
import Postgres

/// A request to take somebody over, and what became of it.
package struct TransferRecord: Sendable, Hashable {
  package let request: TransferRequest
  package let state: TransferRequest.State
  /// The name as staff say it: preferred or given name, then family name.
  package let patientName: String?
  /// The short names of the facilities and of the staff.
  package let from: String
  package let to: String
  package let requestedBy: String
  package let requesterID: Staff.ID
  package let requestedAt: Date
  package let askedOf: String?
  package let answeredBy: String?
  package let answeredAt: Date?
  package let answer: Note?
  /// The episode there, once it was accepted.
  package let nextEpisodeID: Episode.ID?
}

/// Queries about requests between facilities.
package enum TransferRequests {
  /// One request; nil when there is none that either facility of the caller has to do with.
  package static func find(_ id: TransferRequest.ID) -> Query<TransferRecord?> {
    .first("\(select) AND r.id = \(id)", TransferRecord.init(row:))
  }

  /// The requests to and from the facilities where the caller works, the latest first; at most 200.
  package static func list(state: TransferRequest.State?) -> PatientList<TransferRecord> {
    PatientList(
      """
      \(select) AND (\(state?.rawValue)::text IS NULL OR r.state = \(state?.rawValue))
      ORDER BY r.requested_at DESC, r.id
      LIMIT 200
      """, patient: "patient_id", TransferRecord.init(row:))
  }

  private static let select: SQL = """
    SELECT r.id, r.episode_id, r.patient_id, r.from_facility_id, r.facility_id, r.stage, r.asked_of, r.reason,
      r.state, r.requested_by, r.requested_at, r.answered_at, r.answer, r.next_episode_id, here.slug AS from_slug,
      there.slug AS to_slug, asking.handle AS requester, asked.handle AS asked_handle, answering.handle AS answerer,
      nullif(concat_ws(' ', coalesce(d.preferred_name, d.given_name), d.family_name), '') AS patient_name
    FROM clinic.transfer_request AS r
    JOIN clinic.facility AS here ON here.organization_id = r.organization_id AND here.id = r.from_facility_id
    JOIN clinic.facility AS there ON there.organization_id = r.organization_id AND there.id = r.facility_id
    LEFT JOIN access.staff AS asking ON asking.organization_id = r.organization_id AND asking.id = r.requested_by
    LEFT JOIN access.staff AS asked ON asked.organization_id = r.organization_id AND asked.id = r.asked_of
    LEFT JOIN access.staff AS answering ON answering.organization_id = r.organization_id AND answering.id = r.answered_by
    LEFT JOIN clinic.demographics AS d ON d.organization_id = r.organization_id AND d.patient_id = r.patient_id
      AND d.known_to = 'infinity'
    WHERE r.organization_id = (SELECT access.organization())
    """
}

extension TransferRequest.State: PostgresEncodable, PostgresDecodable {}

extension TransferRecord {
  init(row: Row) throws {
    self.init(
      request: TransferRequest(
        id: try row["id"], episodeID: try row["episode_id"], patientID: try row["patient_id"],
        fromFacilityID: try row["from_facility_id"], facilityID: try row["facility_id"],
        stage: try row["stage"],
        askedOf: try row["asked_of"], reason: try row["reason"]),
      state: try row["state"], patientName: try row["patient_name"], from: try row["from_slug"],
      to: try row["to_slug"], requestedBy: try row["requester"] ?? "", requesterID: try row["requested_by"],
      requestedAt: try row["requested_at"], askedOf: try row["asked_handle"], answeredBy: try row["answerer"],
      answeredAt: try row["answered_at"], answer: try row["answer"], nextEpisodeID: try row["next_episode_id"]
    )
  }
}
