import Clinic
import Foundation
import Records

extension EnquiryRecord {
  /// What is known of the call, for people.
  func lines(_ clock: WallClock) -> KeyValues {
    var lines = KeyValues()
    lines.add("enquiry", enquiry.id.description)
    lines.add("state", enquiry.state.name)
    lines.add("received", clock.show(enquiry.receivedAt, facility: facilityID))
    lines.add("about", enquiry.aboutName?.rawValue)
    lines.add(
      "caller",
      [enquiry.callerName?.rawValue, enquiry.relation?.rawValue].compactMap(\.self).joined(separator: ", "))
    lines.add("call back", enquiry.callbackNumber?.rawValue)
    lines.add("safe times", enquiry.safeTimes?.rawValue)
    lines.add(
      "may call",
      enquiry.consentToCall.value.map { $0 ? "yes" : "no" } ?? enquiry.consentToCall.missing?.words)
    lines.add("wants", enquiry.wants?.rawValue)
    lines.add("next", enquiry.nextAction?.rawValue)
    lines.add("due", clock.show(ifAny: enquiry.nextActionDueAt, facility: facilityID))
    if case .converted(let patient) = enquiry.state { lines.add("patient", patient.description) }
    if case .lost(let reason) = enquiry.state { lines.add("lost because", reason.rawValue) }
    lines.add("version", "\(version)")
    return lines
  }
}

extension [EnquiryRecord] {
  /// The queue: what is due first stands first.
  func table(_ clock: WallClock) -> Table {
    var table = Table(
      .text("Due"), .text("About", limit: 20), .text("Call back", limit: 16), .text("Next", limit: 16),
      .number("Tries"),
      .text("Enquiry"))
    for record in self {
      let enquiry = record.enquiry
      let due = clock.show(ifAny: enquiry.nextActionDueAt, facility: record.facilityID) ?? "open"
      table.add(
        enquiry.isDue(at: clock.now) && enquiry.nextActionDueAt != nil ? due + " !" : due,
        enquiry.aboutName?.rawValue ?? enquiry.callerName?.rawValue, enquiry.callbackNumber?.rawValue,
        enquiry.nextAction?.rawValue, "\(record.attempts)", enquiry.id.description)
    }
    return table
  }
}

extension [CallAttempt] {
  func table(_ clock: WallClock) -> Table {
    var table = Table(.text("Called"), .text("Outcome"), .text("Note", limit: 50))
    for attempt in self {
      table.add(clock.show(attempt.at), attempt.outcome.rawValue, attempt.note?.rawValue)
    }
    return table
  }
}

extension MissingReason {
  /// As people say it: "not collected".
  var words: String { rawValue.replacing("_", with: " ") }
}
