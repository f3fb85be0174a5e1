import Clinic
import Foundation
import Postgres

extension Records {
  /// Logs a call.
  package func log(
    _ enquiry: Enquiry, facility: Facility.ID?, as caller: Caller, once: Once<Enquiry>? = nil
  ) async throws {
    let insert: SQL = """
      INSERT INTO clinic.enquiry (
        organization_id, id, facility_id, received_at, recorded_at, recorded_by, caller_name, caller_relation,
        about_name, callback_number, safe_times, wants, consent_to_call, consent_to_call_missing, owner_id,
        next_action, next_action_due)
      VALUES (
        access.organization(), \(enquiry.id), \(facility), \(enquiry.receivedAt), \(clock()), access.staff_member(),
        \(enquiry.callerName), \(enquiry.relation), \(enquiry.aboutName), \(enquiry.callbackNumber),
        \(enquiry.safeTimes), \(enquiry.wants), \(enquiry.consentToCall.value),
        \(enquiry.consentToCall.missing)::reference.missing_reason, \(enquiry.owner), \(enquiry.nextAction),
        \(enquiry.nextActionDueAt))
      """
    try await write(
      [insert], as: caller, Action(.enquiryLog, subject: enquiry.id.rawValue), once: once, for: enquiry)
  }

  /// Writes down an attempt to call back, and what is to be done next.
  ///
  /// Throws `NotFound` when there is no such enquiry, and a `Conflict` when it is closed.
  package func attempt(
    _ attempt: CallAttempt, nextAction: Line?, due: Date?, as caller: Caller, once: Once<CallAttempt>? = nil
  ) async throws {
    let insert: SQL = """
      INSERT INTO clinic.call_attempt
        (organization_id, id, enquiry_id, at, outcome, note, recorded_at, recorded_by)
      VALUES (
        access.organization(), \(attempt.id), \(attempt.enquiryID), \(attempt.at), \(attempt.outcome),
        \(attempt.note), \(clock()), access.staff_member())
      """
    let next = change(
      attempt.enquiryID, version: nil, "next_action = \(nextAction), next_action_due = \(due)")
    try await write(
      [next, insert], as: caller,
      Action("enquiry.attempt", needs: .enquiryWork, subject: attempt.enquiryID.rawValue), once: once,
      for: attempt)
  }

  /// Closes an enquiry that came to nothing.
  ///
  /// Throws `Stale` when somebody changed it since `version`.
  package func lose(
    _ id: Enquiry.ID, _ reason: Enquiry.LossReason, version: Int32?, as caller: Caller
  ) async throws {
    let closing = change(
      id, version: version, "state = 'lost', loss_reason = \(reason), next_action_due = NULL")
    try await run(
      as: caller, Action("enquiry.lose", needs: .enquiryWork, subject: id.rawValue), first: [closing])
  }

  /// Changes an open enquiry, or ends the unit when it is not there, not open, or not of this version.
  func change(_ id: Enquiry.ID, version: Int32?, _ assignments: SQL) -> SQL {
    """
    WITH mine AS (
      SELECT id, state, version FROM clinic.enquiry
      WHERE organization_id = (SELECT access.organization()) AND id = \(id)
    ),
    changed AS (
      UPDATE clinic.enquiry SET \(assignments), version = version + 1
      WHERE organization_id = (SELECT access.organization()) AND id = \(id) AND state = 'open'
        AND version = coalesce(\(version), version)
      RETURNING id
    )
    SELECT
      access.insist(EXISTS (SELECT FROM mine), 'SW004', 'enquiry'),
      access.insist((SELECT state FROM mine) = 'open', 'SW005', 'enquiry'),
      access.insist(EXISTS (SELECT FROM changed), 'SW003', 'enquiry')
    """
  }
}
