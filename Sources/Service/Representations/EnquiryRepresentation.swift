import Clinic
import Foundation
import Records

/// An enquiry as it stands, with what was tried.
package struct EnquiryRepresentation: Representation {
  let enquiry: Enquiry
  let version: Int32
  let facilityID: Facility.ID?
  let attempts: Int64
  let lastAttemptAt: Date?
  let calls: [CallAttempt]?

  /// The attempts appear one by one only when they are given; otherwise as a number.
  package init(_ record: EnquiryRecord, attempts: [CallAttempt]?) {
    enquiry = record.enquiry
    version = record.version
    facilityID = record.facilityID
    self.attempts = record.attempts
    lastAttemptAt = record.lastAttemptAt
    calls = attempts
  }

  /// One that has just been logged.
  package init(new enquiry: Enquiry) {
    self.enquiry = enquiry
    version = 1
    facilityID = enquiry.facilityID
    attempts = 0
    lastAttemptAt = nil
    calls = nil
  }

  package init(_ record: EnquiryRecord) {
    self.init(record, attempts: nil)
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", enquiry.id)
      json.field("version", version)
      json.field("state", enquiry.state.name)
      json.field("received_at", enquiry.receivedAt)
      json.field("facility_id", facilityID)
      json.field("caller_name", enquiry.callerName)
      json.field("caller_relation", word: enquiry.relation)
      json.field("about_name", enquiry.aboutName)
      json.field("callback_number", enquiry.callbackNumber)
      json.field("safe_times", enquiry.safeTimes)
      json.field("wants", enquiry.wants)
      json.field("consent_to_call", enquiry.consentToCall)
      if case .lost(let reason) = enquiry.state { json.field("loss_reason", word: reason) }
      if case .converted(let patient) = enquiry.state { json.field("patient_id", patient) }
      json.field("owner_id", enquiry.owner)
      json.field("next_action", enquiry.nextAction)
      json.field("next_action_due", enquiry.nextActionDueAt)
      json.field("attempts", attempts)
      json.field("last_attempt_at", lastAttemptAt)
      json.field("calls", calls?.map(CallAttemptRepresentation.init))
    }
  }
}

/// One try to call somebody back.
package struct CallAttemptRepresentation: Representation {
  let attempt: CallAttempt

  package init(_ attempt: CallAttempt) {
    self.attempt = attempt
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", attempt.id)
      json.field("enquiry_id", attempt.enquiryID)
      json.field("at", attempt.at)
      json.field("by", attempt.by)
      json.field("outcome", word: attempt.outcome)
      json.field("note", attempt.note)
    }
  }
}
