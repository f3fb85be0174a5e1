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

/// A hold or a block of a bed to be ended before its time.
package struct BedReleaseRequest: Sendable {
  /// The only one of the bed when nil.
  package let occupationID: Occupation.ID?
  /// Now when nil.
  package let at: Date?

  package init(_ body: JSONNode) throws {
    let members = try body.members([], optional: ["occupation_id", "at"])
    occupationID = try members.optional("occupation_id") { try $0.identifier() }
    at = try members.optional("at") { try $0.instant() }
  }
}
