import Clinic
import Foundation
import Postgres

/// A move to be made, with the identities of what it will bring into being.
package struct NewMove: Sendable {
  package let id: Move.ID
  /// The stay that begins, if one does.
  package let stayID: Stay.ID
  /// Its roles are those that the caller turns out to hold.
  package let request: MoveRequest

  package init(id: Move.ID, stayID: Stay.ID, request: MoveRequest) {
    self.id = id
    self.stayID = stayID
    self.request = request
  }
}

/// Where an episode stands after a move.
package struct MoveOutcome: Sendable, Hashable {
  package let episodeID: Episode.ID
  package let patientID: Patient.ID
  package let facilityID: Facility.ID
  package let moveID: Move.ID
  package let event: MoveEvent
  package let from: StageState
  package let state: StageState
  package let effectiveAt: Date
  /// The stay that goes on after the move; nil after the end.
  package let stayID: Stay.ID?
  package let bedID: Bed.ID?
  /// Whether it lies ahead.
  package let isPlanned: Bool
  /// Planned moves that it made void, because the episode ended before them.
  package var withdrawn: [Move.ID] = []
  /// What staff should know of the person and the bed that they are put into.
  package var warnings: [BedWarning] = []
  package let version: Int32
}

extension Records {
  /// Admits a person into a new episode; when an earlier one has ended, it is a readmission linked to it.
  ///
  /// Throws what `Episode.plan` throws, `BedTaken` when the bed is not free, and a `Conflict` when the person
  /// has an open episode.
  package func admit(
    _ patient: Patient.ID, to facility: Facility.ID, intake: Intake.ID?, episode id: Episode.ID,
    _ move: NewMove,
    as caller: Caller,
    once: Once<MoveOutcome>? = nil
  ) async throws -> MoveOutcome {
    let now = clock()
    let (found, earlier, rules, me, warnings) = try await run(
      as: caller, Action(.episodeRead, patients: [patient]),
      Patients.find(patient), Episodes.of(patient), StageRuleBook.current, StaffMembers.me,
      Beds.warnings(of: move.request.bed, for: "\(patient)", stage: move.request.to.stage, at: now))
    guard found != nil else { throw NotFound("patient", field: "patient_id") }
    let last = earlier.first { $0.episode.state == .ended }?.episode
    var request = move.request
    request.roles = me.roles
    request.event = last == nil ? .admit : .readmit
    let start = last ?? Episode(id: id, patientID: patient, facilityID: facility)
    let plan = try await judging(
      Action("episode.admit", needs: .episodeMove, patients: [patient]), as: caller
    ) {
      try start.plan(request, rules: rules, levels: try LevelCatalogue.shipped(), now: now)
    }
    let outcome = MoveOutcome(
      episodeID: id, patientID: patient, facilityID: facility, moveID: move.id, event: request.event,
      from: plan.rule.from, state: plan.rule.to, effectiveAt: plan.at, stayID: move.stayID,
      bedID: request.bed, isPlanned: plan.at > now, warnings: warnings, version: 1)
    let ledger = MoveStatements(outcome: outcome, plan: plan, move: move, now: now)
    let statements =
      [ledger.episode(intake: intake, readmissionOf: last?.id)] + ledger.stay() + ledger.beds() + [
        ledger.line()
      ] + ledger.limits()
    try await write(statements, outcome, as: caller, named: "episode.admit", once: once)
    return outcome
  }

  /// Makes a move in an episode that goes on: now, at an earlier time, or planned ahead.
  ///
  /// A move at a time that has others behind it, whether they happened or are planned, is put among them where the
  /// ledger still makes sense with it; otherwise it is refused. Ending an episode makes void what was planned beyond.
  /// Throws what `Episode.plan` throws, `BedTaken` when the bed is not free, `Stale` when the episode has changed
  /// since `version`. Without a version, a change in between is read again and the move is checked anew.
  package func move(
    _ move: NewMove, in episode: Episode.ID, version: Int32? = nil, as caller: Caller,
    once: Once<MoveOutcome>? = nil
  ) async throws -> MoveOutcome {
    var attemptsLeft = version == nil ? 3 : 1
    while true {
      attemptsLeft -= 1
      do {
        return try await moveOnce(move, in: episode, version: version, as: caller, once: once)
      } catch is Stale where attemptsLeft > 0 {
        continue
      }
    }
  }

  private func moveOnce(
    _ move: NewMove, in id: Episode.ID, version: Int32?, as caller: Caller,
    once: Once<MoveOutcome>?
  ) async throws -> MoveOutcome {
    let now = clock()
    let (found, rules, me, warnings) = try await run(
      as: caller, Action(.episodeRead, subject: id.rawValue), Episodes.find(id), StageRuleBook.current,
      StaffMembers.me,
      Beds.warnings(
        of: move.request.bed, for: Episodes.patient(of: id), stage: move.request.to.stage, at: now))
    guard let record = found else { throw NotFound("episode") }
    if let version, version != record.version { throw Stale("episode") }
    let episode = record.episode
    var request = move.request
    request.roles = me.roles
    if request.event == .readmit { throw ReadmissionNeedsEpisode() }
    if request.returnedAt != nil || episode.lastMoveAt.map({ request.effectiveAt < $0 }) ?? false {
      return try await moveAmong(
        NewMove(id: move.id, stayID: move.stayID, request: request), in: id, version: version, as: caller,
        once: once)
    }
    let plan = try await judging(
      Action(.episodeMove, patients: [episode.patientID], subject: id.rawValue), as: caller
    ) {
      try episode.plan(request, rules: rules, levels: try LevelCatalogue.shipped(), now: now)
    }
    let goesOn = plan.opens == nil ? (plan.endsEpisode == nil ? episode.openStay?.id : nil) : move.stayID
    let outcome = MoveOutcome(
      episodeID: id, patientID: episode.patientID, facilityID: episode.facilityID, moveID: move.id,
      event: request.event, from: plan.rule.from, state: plan.rule.to, effectiveAt: plan.at, stayID: goesOn,
      bedID: request.bed ?? (plan.bed == .release ? nil : record.bed?.id), isPlanned: plan.at > now,
      warnings: warnings, version: record.version + 1)
    let ledger = MoveStatements(outcome: outcome, plan: plan, move: move, now: now)
    let statements =
      [Episodes.grow(id, from: record.version)] + ledger.closing() + ledger.stay() + ledger.beds()
      + [ledger.line()] + ledger.end() + ledger.limits()
    try await write(statements, outcome, as: caller, once: once)
    return outcome
  }

  func write(
    _ statements: [SQL], _ outcome: MoveOutcome, as caller: Caller,
    named name: String = Permission.episodeMove.rawValue,
    once: Once<MoveOutcome>?
  ) async throws {
    let action = Action(
      name, needs: .episodeMove, patients: [outcome.patientID], subject: outcome.episodeID.rawValue)
    try await explainingBedTaken(
      outcome.bedID, during: PostgresRange(from: outcome.effectiveAt, to: nil), as: caller
    ) {
      try await write(statements, as: caller, action, once: once, for: outcome)
    }
  }
}

/// Somebody who comes back begins a new episode, which is an admission.
package struct ReadmissionNeedsEpisode: Refusal, Hashable {
  package var code: String { "readmission-is-admission" }
  package var message: String { "An episode that has ended stays ended." }
  package var field: String? { "event" }
  package var remedy: String { "Admit the person again: the new episode is linked to this one." }
  package var kind: RefusalKind { .refusedByRule }
}

extension Episodes {
  /// Whose episode it is.
  static func patient(of id: Episode.ID) -> SQL {
    """
    SELECT patient_id FROM clinic.episode WHERE organization_id = (SELECT access.organization()) AND id = \(id)
    """
  }

  /// Grows the version of an episode, or ends the unit when somebody did so before.
  static func grow(_ id: Episode.ID, from version: Int32) -> SQL {
    """
    WITH grown AS (
      UPDATE clinic.episode SET version = version + 1
      WHERE organization_id = (SELECT access.organization()) AND id = \(id) AND version = \(version)
      RETURNING id
    )
    SELECT access.insist(EXISTS (SELECT FROM grown), 'SW003', 'episode')
    """
  }
}
