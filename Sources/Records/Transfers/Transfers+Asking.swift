import Clinic
import Foundation
import Postgres

/// A request as somebody makes it.
package struct NewTransferRequest: Sendable {
  package let id: TransferRequest.ID
  package let episodeID: Episode.ID
  package let facilityID: Facility.ID
  package let stage: Stage
  /// The short name of who is to answer; whoever may there when nil.
  package let askedOf: String?
  package let reason: Note

  package init(
    id: TransferRequest.ID, episodeID: Episode.ID, facilityID: Facility.ID, stage: Stage, askedOf: String?,
    reason: Note
  ) {
    self.id = id
    self.episodeID = episodeID
    self.facilityID = facilityID
    self.stage = stage
    self.askedOf = askedOf
    self.reason = reason
  }
}

extension Records {
  /// Asks another facility to take somebody over; nothing moves until somebody there accepts.
  ///
  /// Throws `NotFound` for an episode, facility or member of staff that there is not, and a `Conflict` where the episode
  /// is over or a request for it is open.
  package func request(
    _ wanted: NewTransferRequest, as caller: Caller, once: Once<TransferRequest>? = nil
  ) async throws -> TransferRequest {
    let now = clock()
    let action = Action(.transferRequest, subject: wanted.episodeID.rawValue)
    let (found, asked) = try await run(
      as: caller, Action(.episodeRead, subject: wanted.episodeID.rawValue),
      Episodes.find(wanted.episodeID, at: now), StaffMembers.named(wanted.askedOf ?? ""))
    let request = try await judging(action, as: caller) {
      guard let episode = found?.episode else { throw NotFound("episode", field: "episode_id") }
      guard found?.state.isOpen == true else { throw NobodyToTransfer() }
      if wanted.askedOf != nil, asked == nil { throw NotFound("member of staff", field: "asked_of") }
      return TransferRequest(
        id: wanted.id, episodeID: episode.id, patientID: episode.patientID,
        fromFacilityID: episode.facilityID,
        facilityID: wanted.facilityID, stage: wanted.stage, askedOf: asked, reason: wanted.reason)
    }
    let insert: SQL = """
      INSERT INTO clinic.transfer_request (
        organization_id, id, episode_id, patient_id, from_facility_id, facility_id, stage, asked_of, reason, requested_at,
        requested_by)
      VALUES (
        access.organization(), \(request.id), \(request.episodeID), \(request.patientID), \(request.fromFacilityID),
        \(request.facilityID), \(request.stage)::reference.stage, \(request.askedOf), \(request.reason), \(now),
        access.staff_member())
      """
    try await write(
      [insert], as: caller,
      Action(.transferRequest, patients: [request.patientID], subject: request.id.rawValue), once: once,
      for: request)
    return request
  }

  /// Takes a request back before it is answered.
  package func withdraw(_ id: TransferRequest.ID, as caller: Caller) async throws {
    try await run(
      as: caller, Action("transfer.withdraw", needs: .transferRequest, subject: id.rawValue),
      first: [TransferRequests.close(id, .withdrawn, answer: nil, side: "from_facility_id", at: clock())])
  }

  /// Says that the facility does not take somebody over, and why.
  ///
  /// Throws `NotPermitted` where somebody else was asked.
  package func decline(_ id: TransferRequest.ID, answer: Note, as caller: Caller) async throws {
    let record = try await answerable(id, as: caller)
    try await run(
      as: caller,
      Action(
        "transfer.decline", needs: .transferAnswer, patients: [record.request.patientID], subject: id.rawValue
      ),
      first: [TransferRequests.close(id, .declined, answer: answer, side: "facility_id", at: clock())])
  }

  /// The request, where the caller is somebody who may answer it.
  func answerable(_ id: TransferRequest.ID, as caller: Caller) async throws -> TransferRecord {
    let action = Action(.transferAnswer, subject: id.rawValue)
    let (found, me) = try await run(as: caller, action, TransferRequests.find(id), StaffMembers.me)
    return try await judging(action, as: caller) {
      guard let record = found else { throw NotFound("transfer request") }
      if record.state != .open { throw AlreadyAnswered(state: record.state) }
      if record.requesterID == me.id {
        throw NotPermitted(
          to: "answer your own request", remedy: "Leave the answer to somebody of the other facility.")
      }
      if let asked = record.request.askedOf, asked != me.id {
        throw NotPermitted(
          to: "answer a request that was put to \(record.askedOf ?? "somebody else")",
          remedy: "Leave the answer to them, or have the request withdrawn and made anew.")
      }
      return record
    }
  }
}

extension TransferRequests {
  /// Ends a request on one `side` of it, once.
  fileprivate static func close(
    _ id: TransferRequest.ID, _ state: TransferRequest.State, answer: Note?, side: SQL, at now: Date
  ) -> SQL {
    """
    WITH ours AS (
      SELECT id, state FROM clinic.transfer_request
      WHERE organization_id = (SELECT access.organization()) AND id = \(id) AND \(side) = ANY ((SELECT access.facilities())::uuid[])
    ),
    closed AS (
      UPDATE clinic.transfer_request
      SET state = \(state), answered_at = \(now), answered_by = access.staff_member(), answer = \(answer)
      WHERE organization_id = (SELECT access.organization()) AND id IN (SELECT id FROM ours) AND state = 'open'
      RETURNING id
    )
    SELECT access.insist(EXISTS (SELECT FROM ours), 'SW004', 'transfer request'),
      access.insist(EXISTS (SELECT FROM closed), 'SW005', 'transfer request')
    """
  }
}

/// Only who is in treatment can be taken over.
package struct NobodyToTransfer: Refusal, Hashable {
  package var code: String { "episode-not-open" }
  package var kind: RefusalKind { .refusedByRule }
  package var field: String? { "episode_id" }
  package var message: String { "The person is not in treatment in this episode now." }
  package var remedy: String { "Name the episode that goes on; whoever has left is admitted there instead." }
}

/// Somebody has answered already.
package struct AlreadyAnswered: Refusal, Hashable {
  package let state: TransferRequest.State

  package var code: String { "already-answered" }
  package var kind: RefusalKind { .conflict }
  package var value: String? { state.rawValue }
  package var message: String { "The request has been \(state.rawValue) already." }
  package var remedy: String { "Make another request, if it is still wanted." }
}
