import Clinic
import Foundation
import Records

/// A wish that another facility takes somebody over.
package struct TransferRequestBody: Sendable {
  private let episodeID: Episode.ID
  private let facilityID: Facility.ID
  private let stage: Stage
  private let askedOf: Line?
  private let reason: Note

  package init(_ body: JSONNode) throws {
    let members = try body.members(["episode_id", "facility_id", "stage", "reason"], optional: ["asked_of"])
    episodeID = try members["episode_id"].identifier()
    facilityID = try members["facility_id"].identifier()
    stage = try members["stage"].word()
    reason = try members["reason"].note()
    askedOf = try members.optional("asked_of") { try $0.line() }
  }

  package func request(_ ids: inout IdentifierSource) -> NewTransferRequest {
    NewTransferRequest(
      id: ids.next(), episodeID: episodeID, facilityID: facilityID, stage: stage, askedOf: askedOf?.rawValue,
      reason: reason)
  }
}

/// Somebody taken over from another facility.
package struct AcceptanceRequest: Sendable {
  package let move: MoveDetails
  package let note: Note?

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["stage"], optional: ["at", "level", "service", "bed_id", "cause", "note"])
    let stage: Stage = try members["stage"].word()
    move = try MoveDetails(.readmit, to: StageState(stage), members)
    note = try members.optional("note") { try $0.note() }
  }
}
