import Clinic
import Foundation
import Postgres

/// An enquiry as it stands, with what the call-back queue shows beside it.
package struct EnquiryRecord: Sendable, Hashable {
  package let enquiry: Enquiry
  package let version: Int32
  package let facilityID: Facility.ID?
  package let attempts: Int64
  package let lastAttemptAt: Date?
}

/// Queries about enquiries.
package enum Enquiries {
  private static let columns: SQL = """
    e.id, e.version, e.facility_id, e.received_at, e.caller_name, e.caller_relation, e.about_name, e.callback_number,
      e.safe_times, e.wants, e.consent_to_call, e.consent_to_call_missing,
      e.state, e.loss_reason, e.patient_id, e.owner_id, e.next_action, e.next_action_due,
      (SELECT count(*) FROM clinic.call_attempt AS a
        WHERE a.organization_id = e.organization_id AND a.enquiry_id = e.id) AS attempts,
      (SELECT max(a.at) FROM clinic.call_attempt AS a
        WHERE a.organization_id = e.organization_id AND a.enquiry_id = e.id) AS last_attempt_at
    """

  /// One enquiry; nil when there is none that the caller may see.
  package static func find(_ id: Enquiry.ID) -> Query<EnquiryRecord?> {
    .first(
      """
      SELECT \(columns)
      FROM clinic.enquiry AS e
      WHERE e.organization_id = (SELECT access.organization()) AND e.id = \(id)
      """, EnquiryRecord.init(row:))
  }

  /// The call-back queue: open enquiries, the earliest due first, those without a due time last.
  package static func queue(limit: Int, after last: QueuePlace? = nil) -> Query<[EnquiryRecord]> {
    .all(
      """
      SELECT \(columns)
      FROM clinic.enquiry AS e
      WHERE e.organization_id = (SELECT access.organization()) AND e.state = 'open'
        AND (\(last == nil)
          OR (coalesce(e.next_action_due, 'infinity'), e.id) > (\(last?.due ?? .distantFuture), \(last?.id)))
      ORDER BY coalesce(e.next_action_due, 'infinity'), e.id
      LIMIT \(limit)
      """, EnquiryRecord.init(row:))
  }

  /// Attempts to call back, the latest first.
  package static func attempts(of id: Enquiry.ID) -> Query<[CallAttempt]> {
    .all(
      """
      SELECT id, enquiry_id, at, recorded_by, outcome, note
      FROM clinic.call_attempt
      WHERE organization_id = (SELECT access.organization()) AND enquiry_id = \(id)
      ORDER BY at DESC, id DESC
      """
    ) { row in
      CallAttempt(
        id: try row["id"], enquiryID: try row["enquiry_id"], at: try row["at"], by: try row["recorded_by"],
        outcome: try row["outcome"], note: try row["note"])
    }
  }
}

/// Where a page of the call-back queue ended.
package struct QueuePlace: Sendable, Hashable {
  package let due: Date?
  package let id: Enquiry.ID

  package init(due: Date?, id: Enquiry.ID) {
    self.due = due
    self.id = id
  }
}

extension Line: PostgresEncodable, PostgresDecodable {}
extension Note: PostgresEncodable, PostgresDecodable {}

extension EnquiryRecord {
  init(row: Row) throws {
    let state: Enquiry.State =
      switch try row["state"] as String {
      case "converted": .converted(to: try row["patient_id"])
      case "lost": .lost(try row["loss_reason"])
      default: .open
      }
    self.init(
      enquiry: Enquiry(
        id: try row["id"], receivedAt: try row["received_at"], callerName: try row["caller_name"],
        relation: try row["caller_relation"], aboutName: try row["about_name"],
        callbackNumber: try row["callback_number"], safeTimes: try row["safe_times"], wants: try row["wants"],
        consentToCall: try row.recorded("consent_to_call"), state: state, owner: try row["owner_id"],
        nextAction: try row["next_action"], nextActionDueAt: try row["next_action_due"]),
      version: try row["version"], facilityID: try row["facility_id"], attempts: try row["attempts"],
      lastAttemptAt: try row["last_attempt_at"])
  }
}
