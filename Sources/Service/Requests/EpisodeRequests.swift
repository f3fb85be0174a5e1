import Clinic
import Foundation
import Records

/// An admission into a new episode.
package struct AdmissionRequest: Sendable {
  package let patientID: Patient.ID
  package let facilityID: Facility.ID
  package let intakeID: Intake.ID?
  package let move: MoveDetails

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["patient_id", "facility_id", "stage"], optional: ["intake_id"] + MoveDetails.names)
    patientID = try members["patient_id"].identifier()
    facilityID = try members["facility_id"].identifier()
    intakeID = try members.optional("intake_id") { try $0.identifier() }
    let stage: Stage = try members["stage"].word()
    move = try MoveDetails(.admit, to: StageState(stage), members)
  }
}

/// A move within an episode.
package struct EpisodeMoveRequest: Sendable {
  package let move: MoveDetails

  package init(_ body: JSONNode) throws {
    let members = try body.members(["event", "to"], optional: MoveDetails.names)
    move = try MoveDetails(members["event"].word(), to: members["to"].word(), members)
  }
}

/// What every move may say.
package struct MoveDetails: Sendable {
  static let names = ["at", "level", "service", "bed_id", "reason", "discharge_reason", "planned"]

  package let event: MoveEvent
  package let to: StageState
  /// Now when nil.
  package let at: Date?
  package let level: LevelOfCare?
  package let service: ServiceSetting?
  package let bedID: Bed.ID?
  package let reason: Note?
  package let dischargeReason: DischargeReason?
  package let isPlanned: Bool

  init(_ event: MoveEvent, to state: StageState, _ members: Members) throws {
    self.event = event
    to = state
    at = try members.optional("at") { try $0.instant() }
    level = try members.optional("level", LevelOfCare.init(_:))
    service = try members.optional("service") { try $0.word() }
    bedID = try members.optional("bed_id") { try $0.identifier() }
    reason = try members.optional("reason") { try $0.note() }
    dischargeReason = try members.optional("discharge_reason") { try $0.word() }
    isPlanned = try members.optional("planned") { try $0.bool() } ?? false
  }

  package func newMove(_ ids: inout IdentifierSource, at now: Date) -> NewMove {
    NewMove(
      id: ids.next(), stayID: ids.next(),
      request: MoveRequest(
        event, to: to, effectiveAt: at ?? now, level: level, service: service, bed: bedID, reason: reason,
        dischargeReason: dischargeReason, roles: [], isPlanned: isPlanned))
  }
}

extension LevelOfCare {
  init(_ node: JSONNode) throws {
    let members = try node.members(["edition", "code"])
    guard let edition = Edition(rawValue: try members["edition"].number()) else {
      throw InvalidValue(
        "unknown-code", field: members["edition"].field, problem: "is not an edition that is known",
        remedy: "Use 3 or 4.")
    }
    let code = try members["code"].line()
    guard code.rawValue.count <= 20 else {
      throw InvalidValue(
        "unknown-level", field: members["code"].field, problem: "is not a level of care",
        remedy: "Use a code of the edition, e.g. 3.7-WM.")
    }
    self.init(edition: edition, code: code.rawValue)
  }
}

/// A wrong move put right.
package struct CorrectionRequest: Sendable {
  package let moveID: Move.ID
  package let change: MoveCorrection.Change
  package let reason: Note
  /// Whether only to show what it would change.
  package let isPreview: Bool

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["move_id", "reason"], optional: ["effective_at", "discharge_reason", "entered_in_error", "preview"])
    moveID = try members["move_id"].identifier()
    reason = try members["reason"].note()
    isPreview = try members.optional("preview") { try $0.bool() } ?? false
    let time = try members.optional("effective_at") { try $0.instant() }
    let ending: DischargeReason? = try members.optional("discharge_reason") { try $0.word() }
    let isError = try members.optional("entered_in_error") { try $0.bool() } ?? false
    switch (time, ending, isError) {
    case (let time?, nil, false): change = .effective(at: time)
    case (nil, let ending?, false): change = .dischargeReason(ending)
    case (nil, nil, true): change = .enteredInError
    default:
      throw InvalidValue(
        "one-of", field: body.field, problem: "does not say one thing that was wrong",
        remedy: "Give effective_at, or discharge_reason, or entered_in_error as true.")
    }
  }
}
