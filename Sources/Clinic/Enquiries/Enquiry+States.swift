import Foundation

/// An enquiry that has come to an end cannot do what only an open one can.
package struct EnquiryClosed: Refusal, Hashable {
  package let state: Enquiry.State

  package var code: String { "enquiry-closed" }
  package var kind: RefusalKind { .refusedByRule }
  package var field: String? { "state" }
  package var value: String? { state.name }
  package var message: String { "The enquiry is already \(state.name)." }
  package var remedy: String { "Reopen it first if that was wrong." }
}

extension Enquiry {
  /// Whether somebody should do something about it now.
  package func isDue(at now: Date) -> Bool {
    guard state == .open else { return false }
    return nextActionDueAt.map { $0 <= now } ?? true
  }

  /// Ends it with a chart: the person becomes a patient.
  package mutating func convert(to patient: Patient.ID) throws(EnquiryClosed) {
    try end(as: .converted(to: patient))
  }

  /// Ends it without one.
  package mutating func lose(because reason: LossReason) throws(EnquiryClosed) {
    try end(as: .lost(reason))
  }

  /// Opens it again, with nothing planned; an open one stays as it is.
  package mutating func reopen() {
    state = .open
  }

  private mutating func end(as end: State) throws(EnquiryClosed) {
    guard state == .open else { throw EnquiryClosed(state: state) }
    state = end
    nextAction = nil
    nextActionDueAt = nil
  }
}
