import Clinic
import Foundation

/// A bed to be kept for somebody.
package struct HoldRequest: Sendable {
  /// Now when nil.
  package let from: Date?
  package let until: Date
  package let patientID: Patient.ID?
  package let reason: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["until"], optional: ["from", "patient_id", "reason"])
    from = try members.optional("from") { try $0.instant() }
    until = try members["until"].instant()
    patientID = try members.optional("patient_id") { try $0.identifier() }
    reason = try members.optional("reason") { try $0.line() }
  }

  /// The time of the hold; refuses an end that is not after its start.
  package func during(from now: Date) throws(InvalidValue) -> Interval {
    do {
      return try Interval(start: from ?? now, end: until)
    } catch {
      throw error.at("until")
    }
  }
}
