import Clinic
import Foundation

/// A call to be logged.
package struct EnquiryRequest: Sendable {
  package let facilityID: Facility.ID?
  /// Now when nil.
  package let receivedAt: Date?
  package let callerName: Line?
  package let relation: Enquiry.Relation?
  package let aboutName: Line?
  package let callbackNumber: Line?
  package let safeTimes: Line?
  package let wants: Note?
  package let consentToCall: Recorded<Bool>
  package let nextAction: Line?
  package let nextActionDueAt: Date?

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      [],
      optional: [
        "facility_id", "received_at", "caller_name", "caller_relation", "about_name", "callback_number",
        "safe_times", "wants", "consent_to_call", "next_action", "next_action_due",
      ])
    facilityID = try members.optional("facility_id") { try $0.identifier() }
    receivedAt = try members.optional("received_at") { try $0.instant() }
    callerName = try members.optional("caller_name") { try $0.line() }
    relation = try members.optional("caller_relation") { try $0.word() }
    aboutName = try members.optional("about_name") { try $0.line() }
    callbackNumber = try members.optional("callback_number") { try $0.line() }
    safeTimes = try members.optional("safe_times") { try $0.line() }
    wants = try members.optional("wants") { try $0.note() }
    consentToCall = try members.recorded("consent_to_call") { try $0.bool() }
    nextAction = try members.optional("next_action") { try $0.line() }
    nextActionDueAt = try members.optional("next_action_due") { try $0.instant() }
  }

  package func enquiry(_ id: Enquiry.ID, at now: Date) throws(InvalidValue) -> Enquiry {
    if let receivedAt, receivedAt > now { throw .inFuture("received_at") }
    return Enquiry(
      id: id, facilityID: facilityID, receivedAt: receivedAt ?? now, callerName: callerName,
      relation: relation,
      aboutName: aboutName, callbackNumber: callbackNumber, safeTimes: safeTimes, wants: wants,
      consentToCall: consentToCall, nextAction: nextAction, nextActionDueAt: nextActionDueAt)
  }
}

/// A call-back that was tried.
package struct CallAttemptRequest: Sendable {
  package let outcome: CallAttempt.Outcome
  /// Now when nil.
  package let at: Date?
  package let note: Note?
  package let nextAction: Line?
  package let nextActionDueAt: Date?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["outcome"], optional: ["at", "note", "next_action", "next_action_due"])
    outcome = try members["outcome"].word()
    at = try members.optional("at") { try $0.instant() }
    note = try members.optional("note") { try $0.note() }
    nextAction = try members.optional("next_action") { try $0.line() }
    nextActionDueAt = try members.optional("next_action_due") { try $0.instant() }
  }
}

/// An enquiry to be closed because it came to nothing.
package struct EnquiryLossRequest: Sendable {
  package let reason: Enquiry.LossReason

  package init(_ body: JSONNode) throws {
    let members = try body.members(["state", "loss_reason"])
    let state = try members["state"].text()
    guard state == "lost" else {
      throw InvalidValue(
        "unknown-code", field: "state", problem: "cannot be set to that",
        value: state.isShownBack ? state : nil,
        remedy: "Use lost; an enquiry becomes converted by an intake that names it.")
    }
    reason = try members["loss_reason"].word()
  }
}
