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
  static let names = [
    "at", "level", "service", "bed_id", "reason", "discharge_reason", "cause", "due_back_at", "returned_at",
    "planned",
  ]

  package let event: MoveEvent
  package let to: StageState
  /// Now when nil.
  package let at: Date?
  package let level: LevelOfCare?
  package let service: ServiceSetting?
  package let bedID: Bed.ID?
  package let reason: Note?
  package let dischargeReason: DischargeReason?
  package let cause: Line?
  package let dueBackAt: Date?
  package let returnedAt: Date?
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
    cause = try members.optional("cause") { try $0.line() }
    dueBackAt = try members.optional("due_back_at") { try $0.instant() }
    returnedAt = try members.optional("returned_at") { try $0.instant() }
    isPlanned = try members.optional("planned") { try $0.bool() } ?? false
  }

  package func newMove(_ ids: inout IdentifierSource, at now: Date) -> NewMove {
    NewMove(
      id: ids.next(), stayID: ids.next(),
      request: MoveRequest(
        event, to: to, effectiveAt: at ?? now, level: level, service: service, bed: bedID, reason: reason,
        dischargeReason: dischargeReason, cause: cause, dueBackAt: dueBackAt, returnedAt: returnedAt,
        roles: [],
        isPlanned: isPlanned))
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

/// A wrong move put right, and others that change with it.
package struct CorrectionRequest: Sendable {
  private let moveID: Move.ID
  private let change: MoveCorrection.Change
  private let others: [(moveID: Move.ID, change: MoveCorrection.Change)]
  private let reason: Note
  private let keepsDocuments: Bool
  /// Whether only to show what it would change.
  package let isPreview: Bool

  private static let names = [
    "effective_at", "to", "level", "service", "bed_id", "no_bed", "discharge_reason", "entered_in_error",
  ]

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["move_id", "reason"], optional: Self.names + ["also", "keep_documents", "preview"])
    moveID = try members["move_id"].identifier()
    reason = try members["reason"].note()
    isPreview = try members.optional("preview") { try $0.bool() } ?? false
    keepsDocuments = try members.optional("keep_documents") { try $0.bool() } ?? false
    change = try MoveCorrection.Change(members)
    others =
      try members.optional("also") { node in
        try node.elements(limit: 100).map { node in
          let members = try node.members(["move_id"], optional: Self.names)
          return (try members["move_id"].identifier(), try MoveCorrection.Change(members))
        }
      } ?? []
  }

  package func correction(_ ids: inout IdentifierSource) -> MoveCorrection {
    MoveCorrection(
      id: ids.next(), moveID: moveID, change: change,
      also: others.map { MoveCorrection.Part(id: ids.next(), moveID: $0.moveID, change: $0.change) },
      reason: reason, keepsDocuments: keepsDocuments)
  }
}

extension MoveCorrection.Change {
  fileprivate init(_ members: Members) throws {
    let bed: Bed.ID? = try members.optional("bed_id") { try $0.identifier() }
    let hasNone = try members.optional("no_bed") { try $0.bool() } ?? false
    self.init(
      effectiveAt: try members.optional("effective_at") { try $0.instant() },
      to: try members.optional("to") { try $0.word() },
      level: try members.optional("level", LevelOfCare.init(_:)),
      service: try members.optional("service") { try $0.word() },
      bed: bed.map { .take($0) } ?? (hasNone ? MoveCorrection.BedChange.none : nil),
      dischargeReason: try members.optional("discharge_reason") { try $0.word() },
      isError: try members.optional("entered_in_error") { try $0.bool() } ?? false)
  }
}

/// Why an episode is put back that was taken out.
package struct RestorationRequest: Sendable {
  package let reason: Note

  package init(_ body: JSONNode) throws {
    reason = try body.members(["reason"])["reason"].note()
  }
}

/// A planned move taken back.
package struct WithdrawalRequest: Sendable {
  package let moveID: Move.ID
  package let reason: Note?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["move_id"], optional: ["reason"])
    moveID = try members["move_id"].identifier()
    reason = try members.optional("reason") { try $0.note() }
  }
}
