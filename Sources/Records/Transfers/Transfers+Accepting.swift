import Clinic
import Foundation
import Postgres

/// What came of a transfer: one episode ended, another began.
package struct TransferOutcome: Sendable, Hashable {
  package let requestID: TransferRequest.ID
  package let patientID: Patient.ID
  /// The episode that ended, as transferred (TEDS reason 04).
  package let endedEpisodeID: Episode.ID
  /// The admission into the episode that began.
  package let admission: MoveOutcome
}

extension Records {
  /// Takes somebody over from the facility that asked: in one transaction the episode there ends as transferred, and one
  /// begins here, linked to it.
  ///
  /// TEDS has it so: a change of provider is a discharge with reason 04 and an admission. Throws what `request` and
  /// `admit` throw, and `NotPermitted` where somebody else was asked.
  package func accept(
    _ id: TransferRequest.ID, episode: Episode.ID, _ move: NewMove, note: Note?, as caller: Caller,
    once: Once<TransferOutcome>? = nil
  ) async throws -> TransferOutcome {
    let now = clock()
    let record = try await answerable(id, as: caller)
    let action = Action(
      "transfer.accept", needs: .episodeMove, patients: [record.request.patientID], subject: id.rawValue)
    return try await explainingBedTaken(
      move.request.bed, during: PostgresRange(from: move.request.effectiveAt, to: nil), as: caller
    ) {
      try await transaction(as: caller, action, on: .reporting) { transaction in
        _ = try await transaction.run(.execute(TransferRequests.lock(id)))
        _ = try await transaction.run(.execute("SELECT access.hand_over(\(id))"))
        let (found, moves, occupations, rules, me) = try await transaction.run(
          Episodes.find(record.request.episodeID), Moves.of(record.request.episodeID),
          Occupations.of(record.request.episodeID), StageRuleBook.current, StaffMembers.me)
        guard let old = found else { throw NotFound("episode") }
        let draft = EpisodeDraft(old, moves: moves, occupations: occupations, rules: rules, now: now)
        let transfer = TransferPlan(request: record.request, old: draft, roles: me.roles)
        let (statements, outcome) = try transfer.statements(
          into: episode, move, discharge: Self.newMove(at: now), note: note, at: now)
        if let once { _ = try await transaction.run(.execute(once.claim(for: outcome, at: now))) }
        for statement in statements { _ = try await transaction.run(.execute(statement)) }
        return outcome
      }
    }
  }
}

extension Records {
  private static func newMove(at now: Date) -> Move.ID {
    var random = SystemRandomNumberGenerator()
    return Identifier(at: now, random: &random)
  }
}

extension TransferRequests {
  /// Whoever answers at the same moment waits, and finds it answered.
  fileprivate static func lock(_ id: TransferRequest.ID) -> SQL {
    """
    SELECT FROM clinic.transfer_request
    WHERE organization_id = (SELECT access.organization()) AND id = \(id)
    FOR NO KEY UPDATE
    """
  }

  fileprivate static func accepted(
    _ id: TransferRequest.ID, by episode: Episode.ID, note: Note?, at now: Date
  ) -> SQL {
    """
    UPDATE clinic.transfer_request
    SET state = 'accepted', answered_at = \(now), answered_by = access.staff_member(), answer = \(note),
      next_episode_id = \(episode)
    WHERE organization_id = (SELECT access.organization()) AND id = \(id)
    """
  }
}

/// The end of one episode and the beginning of the next, planned together.
private struct TransferPlan {
  let request: TransferRequest
  let old: EpisodeDraft
  let roles: Set<Role>

  func statements(
    into id: Episode.ID, _ move: NewMove, discharge: Move.ID, note: Note?, at now: Date
  ) throws -> ([SQL], TransferOutcome) {
    let time = move.request.effectiveAt
    var ending = old
    let cause = Line(rawValue: "transfer request \(request.id)")
    _ = try ending.make(
      NewMove(
        id: discharge, stayID: move.stayID,
        request: MoveRequest(
          .discharge, to: .ended, effectiveAt: time, reason: request.reason, dischargeReason: .transferred,
          cause: cause, roles: roles)))
    let rewrite = try ending.rewritten()
    var left = old.record.episode
    left.state = .ended
    left.stays = rewrite.stays.map {
      Stay(id: $0.id, episodeID: left.id, stage: $0.stage, during: $0.during, endReason: $0.endReason)
    }
    var request = move.request
    request.event = .readmit
    request.cause = request.cause ?? cause
    request.roles = roles
    let plan = try left.plan(request, rules: old.rules, levels: .shipped(), now: now)
    let admission = MoveOutcome(
      episodeID: id, patientID: left.patientID, facilityID: self.request.facilityID, moveID: move.id,
      event: .readmit, from: .ended, state: plan.rule.to, effectiveAt: time, stayID: move.stayID,
      bedID: request.bed, isPlanned: time > now, version: 1)
    let ledger = MoveStatements(
      outcome: admission, plan: plan, move: NewMove(id: move.id, stayID: move.stayID, request: request),
      now: now)
    let statements =
      rewrite.statements(reason: nil)
      + [ledger.episode(intake: old.record.intakeID, readmissionOf: left.id)] + ledger.stay() + ledger.beds()
      + [ledger.line()] + ledger.limits()
      // Last, because the end of the episode withdraws what is open for it.
      + [TransferRequests.accepted(self.request.id, by: id, note: note, at: now)]
    return (
      statements,
      TransferOutcome(
        requestID: self.request.id, patientID: left.patientID, endedEpisodeID: left.id, admission: admission)
    )
  }
}
