import Clinic
import Foundation
import Records

/// A bed to be kept for somebody.
package struct HoldRequest: Sendable {
  /// Now when nil.
  package let from: Date?
  package let until: Date
  package let seeker: BedSeeker?
  package let reason: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["until"], optional: ["from", "patient_id", "enquiry_id", "reason"])
    from = try members.optional("from") { try $0.instant() }
    until = try members["until"].instant()
    seeker = try members.seeker()
    reason = try members.optional("reason") { try $0.line() }
  }

  /// The time of the hold; refuses an end that is not after its start.
  package func during(from now: Date) throws(InvalidValue) -> Interval {
    try Interval.until(until, from: from ?? now)
  }
}

/// Somebody who is to arrive, for whom a bed is kept from then on.
package struct ArrivalRequest: Sendable {
  package let arrivesAt: Date
  package let until: Date
  package let seeker: BedSeeker
  package let reason: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["arrives_at", "until"], optional: ["patient_id", "enquiry_id", "reason"])
    arrivesAt = try members["arrives_at"].instant()
    until = try members["until"].instant()
    reason = try members.optional("reason") { try $0.line() }
    guard let seeker = try members.seeker() else {
      throw InvalidValue(
        "missing-required", field: "patient_id", problem: "is missing",
        remedy: "Name the person by patient_id, or the call by enquiry_id.")
    }
    self.seeker = seeker
  }

  /// The time for which the bed is kept; refuses an end that is not after its start.
  package func during() throws(InvalidValue) -> Interval {
    try Interval.until(until, from: arrivesAt)
  }
}

/// A bed to be taken out of use for a while.
package struct BlockRequest: Sendable {
  /// Now when nil.
  package let from: Date?
  /// Nobody knows yet when nil.
  package let until: Date?
  package let cause: BlockCause
  package let reason: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["cause"], optional: ["from", "until", "reason"])
    from = try members.optional("from") { try $0.instant() }
    until = try members.optional("until") { try $0.instant() }
    cause = try members["cause"].word()
    reason = try members.optional("reason") { try $0.line() }
  }

  package func during(from now: Date) throws(InvalidValue) -> Interval {
    try Interval.until(until, from: from ?? now)
  }
}

/// A hold, a planned arrival or a block of a bed to be ended before its time.
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

/// A person to be moved to another bed of the same stage.
package struct BedMoveRequest: Sendable {
  package let bedID: Bed.ID
  /// Now when nil.
  package let at: Date?
  package let reason: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["bed_id"], optional: ["at", "reason"])
    bedID = try members["bed_id"].identifier()
    at = try members.optional("at") { try $0.instant() }
    reason = try members.optional("reason") { try $0.line() }
  }
}

extension Members {
  /// Whom a bed is for: a patient or a call, and not both.
  fileprivate func seeker() throws -> BedSeeker? {
    let patient: Patient.ID? = try optional("patient_id") { try $0.identifier() }
    let enquiry: Enquiry.ID? = try optional("enquiry_id") { try $0.identifier() }
    if patient != nil, enquiry != nil {
      throw InvalidValue(
        "both-given", field: "enquiry_id", problem: "is given beside patient_id",
        remedy: "Name the patient where there is a chart, and the call where there is none.")
    }
    return patient.map(BedSeeker.patient) ?? enquiry.map(BedSeeker.enquiry)
  }
}

extension Interval {
  fileprivate static func until(_ end: Date?, from start: Date) throws(InvalidValue) -> Interval {
    do {
      return try Interval(start: start, end: end)
    } catch {
      throw error.at("until")
    }
  }
}
