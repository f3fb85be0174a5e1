import Clinic
import Foundation
import Postgres

extension Records {
  /// Puts a wrong move right, at any later time; what was believed until now stays readable as known then.
  ///
  /// The ledger is replayed with the change, and refused where the replay is: `IllegalMove`, `MoveOutOfTime`,
  /// `LaterMoveImpossible`. What else stands in the way is told all at once by `CorrectionConflicts`. With `isPreview`
  /// nothing is written, and the conflicts are part of the outcome.
  package func correct(
    _ correction: MoveCorrection, in id: Episode.ID, version: Int32? = nil, isPreview: Bool = false,
    as caller: Caller, once: Once<CorrectionOutcome>? = nil
  ) async throws -> CorrectionOutcome {
    let (found, me) = try await draft(of: id, as: caller)
    guard var draft = found else { throw NotFound("episode") }
    let record = draft.record
    if let version, version != record.version { throw Stale("episode") }
    let action = Action(.episodeCorrect, patients: [record.episode.patientID], subject: id.rawValue)
    let rewrite = try await judging(action, as: caller) {
      try draft.rules.checkCorrector(me, of: record.episode.state)
      try draft.apply(correction)
      return try draft.rewritten()
    }
    let outcome = rewrite.outcome(
      try await obstacles(to: rewrite, as: caller), keepsDocuments: correction.keepsDocuments,
      version: isPreview ? record.version : record.version + 1)
    if isPreview { return outcome }
    try await judging(action, as: caller) {
      if let conflicts = CorrectionConflicts(outcome.conflicts) { throw conflicts }
    }
    try await write(
      rewrite.statements(reason: correction.reason), as: caller, action, once: once, for: outcome)
    return outcome
  }

  /// An episode with all that a change of its ledger builds on, and whoever asks.
  func draft(of id: Episode.ID, as caller: Caller) async throws -> (EpisodeDraft?, StaffRecord) {
    let now = clock()
    let (found, moves, replaced, occupations, rules, me) = try await run(
      as: caller, Action(.episodeRead, subject: id.rawValue), Episodes.find(id), Moves.of(id),
      Moves.replaced(in: id), Occupations.of(id), StageRuleBook.current, StaffMembers.me)
    let draft = found.map {
      EpisodeDraft($0, moves: moves, replaced: replaced, occupations: occupations, rules: rules, now: now)
    }
    return (draft, me)
  }

  private func obstacles(to rewrite: EpisodeRewrite, as caller: Caller) async throws -> CorrectionObstacles {
    let episode = rewrite.draft.record.episode
    let wanted = rewrite.newOccupations
    let beds = Set(wanted.map(\.bedID)).union(rewrite.draft.occupations.map(\.bedID))
    let (taken, labels) = try await run(
      as: caller, Action("episode.correct.beds", needs: .bedRead, subject: episode.id.rawValue),
      CorrectionObstacles.taken(wanted, by: episode), CorrectionObstacles.labels(of: beds))
    let (others, documents) = try await run(
      as: caller,
      Action(
        "episode.correct.documents", needs: .patientRead, patients: [episode.patientID],
        subject: episode.id.rawValue),
      CorrectionObstacles.others(than: episode), EpisodeDocument.of(episode))
    return CorrectionObstacles(
      beds: taken, episodes: others, documents: documents,
      labels: Dictionary(labels) { first, _ in first })
  }
}

extension StageRules {
  /// Throws `NotPermitted` where the rules name who may correct, and `me` is none of them.
  func checkCorrector(_ me: StaffRecord, of state: StageState) throws {
    let rule = allowed(from: state).first { $0.event == .correct }
    if let needed = rule?.roles, needed.isDisjoint(with: me.roles) {
      throw NotPermitted(
        to: "correct a move",
        remedy: "Ask somebody who is \(needed.map(\.rawValue).sorted().joined(separator: " or ")).")
    }
  }
}
