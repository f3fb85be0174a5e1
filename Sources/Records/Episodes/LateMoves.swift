import Clinic
import Foundation
import Postgres

extension Records {
  /// Makes a move that has others behind it.
  func moveAmong(
    _ move: NewMove, in id: Episode.ID, version: Int32?, as caller: Caller, once: Once<MoveOutcome>?
  ) async throws -> MoveOutcome {
    let (found, _) = try await draft(of: id, as: caller)
    guard var draft = found else { throw NotFound("episode") }
    let record = draft.record
    if let version, version != record.version { throw Stale("episode") }
    let (rewrite, withdrawn) = try await judging(
      Action(.episodeMove, patients: [record.episode.patientID], subject: id.rawValue), as: caller
    ) {
      let withdrawn = try draft.make(move)
      return (try draft.rewritten(), withdrawn)
    }
    var outcome = rewrite.outcome(of: move, withdrawn: withdrawn)
    if let bed = move.request.bed {
      outcome.warnings = try await warnings(
        of: bed, for: outcome.patientID, stage: move.request.to.stage, as: caller)
    }
    try await write(rewrite.statements(reason: nil), outcome, as: caller, once: once)
    return outcome
  }

  /// Takes back a move that is planned and has not happened.
  ///
  /// An admission that is taken back takes the whole episode with it. Throws `NotPlanned` when its time has come.
  package func withdraw(
    _ move: Move.ID, reason: Note?, in id: Episode.ID, version: Int32? = nil, as caller: Caller,
    once: Once<WithdrawalOutcome>? = nil
  ) async throws -> WithdrawalOutcome {
    let (found, _) = try await draft(of: id, as: caller)
    guard var draft = found else { throw NotFound("episode") }
    let record = draft.record
    if let version, version != record.version { throw Stale("episode") }
    let action = Action(
      "episode.withdraw", needs: .episodeMove, patients: [record.episode.patientID], subject: id.rawValue)
    let rewrite = try await judging(action, as: caller) {
      guard let line = draft.index(of: move).map({ draft.lines[$0] }) else {
        throw NotFound("move", field: "move_id")
      }
      if line.effectiveAt <= draft.now { throw NotPlanned(at: line.effectiveAt) }
      try draft.remove(move)
      return try draft.rewritten()
    }
    let outcome = WithdrawalOutcome(
      episodeID: id, patientID: record.episode.patientID, moveID: move, isVoid: rewrite.isVoid,
      version: record.version + 1)
    try await write(rewrite.statements(reason: reason), as: caller, action, once: once, for: outcome)
    return outcome
  }
}

/// What became of an episode when a planned move was taken back.
package struct WithdrawalOutcome: Sendable, Hashable {
  package let episodeID: Episode.ID
  package let patientID: Patient.ID
  package let moveID: Move.ID
  /// Whether the admission was taken back, and the episode with it.
  package let isVoid: Bool
  package let version: Int32
}

/// The move has happened, so it cannot be taken back as if it were only planned.
package struct NotPlanned: Refusal, Hashable {
  package let at: Date

  package var code: String { "not-planned" }
  package var kind: RefusalKind { .refusedByRule }
  package var field: String? { "move_id" }
  package var value: String? { at.formatted(.iso8601) }
  package var message: String { "The move is not planned: it happened at \(at.formatted(.iso8601))." }
  package var remedy: String { "Where it was wrong, correct it." }
}

extension EpisodeDraft {
  /// Puts a move, and the return of a leave that is over, among the others; returns which planned moves it made void.
  ///
  /// Throws what `Episode.plan` throws, judged from where the episode stood then.
  mutating func make(_ move: NewMove) throws -> [Move.ID] {
    let (request, levels) = (move.request, try LevelCatalogue.shipped())
    if let admitted = record.episode.admittedAt, request.effectiveAt < admitted {
      throw MoveOutOfTime(request.effectiveAt, .beforeAdmission(admitted))
    }
    let withdrawn = request.to == .ended ? withdrawPlanned(after: request.effectiveAt) : []
    let from = try state(before: request.effectiveAt)
    let rule = try rules.legal(from: from, event: request.event, to: request.to)
    let ending = try request.check(against: rule, levels: levels, now: now)
    insert(LedgerLine(move, ending: ending, sequence: nextSequence))
    if let back = request.returnedAt, let stage = request.to.stage {
      var random = SystemRandomNumberGenerator()
      let request = MoveRequest(
        .return, to: StageState(stage), effectiveAt: back, cause: request.cause, roles: request.roles)
      let rule = try rules.legal(from: move.request.to, event: .return, to: request.to)
      _ = try request.check(against: rule, levels: levels, now: now)
      let returning = NewMove(
        id: Identifier(at: now, random: &random), stayID: move.stayID, request: request)
      insert(LedgerLine(returning, ending: nil, sequence: nextSequence))
    }
    return withdrawn
  }
}

extension EpisodeRewrite {
  fileprivate func outcome(of move: NewMove, withdrawn: [Move.ID]) -> MoveOutcome {
    let episode = draft.record.episode
    let index = draft.lines.firstIndex { $0.id == move.id && $0.written == nil } ?? 0
    let stay = move.request.to == .ended ? nil : stays[ledger.places[index]].id
    let bed = occupations.first { $0.during.contains(move.request.effectiveAt) && $0.stayID == stay }?.bedID
    return MoveOutcome(
      episodeID: episode.id, patientID: episode.patientID, facilityID: episode.facilityID, moveID: move.id,
      event: move.request.event, from: ledger.origins[index], state: move.request.to,
      effectiveAt: move.request.effectiveAt, stayID: stay, bedID: bed,
      isPlanned: move.request.effectiveAt > draft.now, withdrawn: withdrawn, version: draft.record.version + 1
    )
  }
}
