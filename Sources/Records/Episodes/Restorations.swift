import Clinic
import Foundation
import Postgres

/// An episode that was put back.
package struct RestorationOutcome: Sendable, Hashable {
  package let episodeID: Episode.ID
  package let patientID: Patient.ID
  /// Where it stands again.
  package let state: StageState
  package let version: Int32
}

/// An episode counts already, so there is nothing to put back.
package struct NothingTakenOut: Refusal, Hashable {
  package var code: String { "nothing-taken-out" }
  package var message: String { "The episode counts: it was not taken out." }
  package var remedy: String { "Correct the move that is wrong." }
  package var kind: RefusalKind { .conflict }

  package init() {}
}

extension Records {
  /// Puts back an episode that a correction, or the withdrawal of a planned admission, took out as a whole.
  ///
  /// All of it is again as it was known just before, beds as well; what was believed in between stays readable as known
  /// then. Throws `NotFound`, `NothingTakenOut`, `Stale`, `BedTaken` when somebody has one of the beds since, and the
  /// refusals of an admission where another episode of the person, or their death, is in its way.
  package func restore(
    _ id: Episode.ID, reason: Note, version: Int32? = nil, as caller: Caller,
    once: Once<RestorationOutcome>? = nil
  ) async throws -> RestorationOutcome {
    let now = clock()
    let (found, beds, me, rules) = try await run(
      as: caller, Action(.episodeRead, subject: id.rawValue), LostEpisode.find(id), LostEpisode.beds(of: id),
      StaffMembers.me, StageRuleBook.current)
    guard let lost = found else { throw NotFound("episode") }
    if let version, version != lost.version { throw Stale("episode") }
    let action = Action(
      "episode.restore", needs: .episodeCorrect, patients: [lost.patientID], subject: id.rawValue)
    try await judging(action, as: caller) {
      try rules.checkCorrector(me, of: lost.state)
      if lost.takenOutAt == nil { throw NothingTakenOut() }
    }
    let outcome = RestorationOutcome(
      episodeID: id, patientID: lost.patientID, state: lost.state, version: lost.version + 1)
    try await explainingBedTaken(
      beds.last?.id, during: PostgresRange(from: beds.last?.from ?? now, to: nil), as: caller
    ) {
      try await write(
        lost.statements(reason: reason, at: now), as: caller, action, once: once, for: outcome)
    }
    return outcome
  }
}

extension LostEpisode {
  /// The statements that put back every row that stopped counting with it.
  fileprivate func statements(reason: Note, at now: Date) -> [SQL] {
    let episode = Episode(id: id, patientID: patientID, facilityID: facilityID)
    let rows: SQL = """
      organization_id = (SELECT access.organization()) AND episode_id = \(id) AND known_to = \(takenOutAt)
      """
    return [
      Episodes.grow(id, from: version),
      """
      INSERT INTO clinic.episode_fact (
        organization_id, id, episode_id, patient_id, facility_id, programme, intake_id, readmission_of, valid,
        discharge_reason, last_contact, known_from, recorded_by, reason, corrects)
      SELECT organization_id, gen_random_uuid(), episode_id, patient_id, facility_id, programme, intake_id,
        readmission_of, valid, discharge_reason, last_contact, \(now), access.staff_member(), \(reason), id
      FROM clinic.episode_fact
      WHERE \(rows)
      """,
      """
      INSERT INTO clinic.stay_fact (
        organization_id, id, stay_id, episode_id, patient_id, facility_id, stage, service, level_edition, level_code,
        medication_assisted, valid, end_reason, known_from, recorded_by, reason, corrects)
      SELECT organization_id, gen_random_uuid(), stay_id, episode_id, patient_id, facility_id, stage, service,
        level_edition, level_code, medication_assisted, valid, end_reason, \(now), access.staff_member(), \(reason), id
      FROM clinic.stay_fact
      WHERE \(rows)
      """,
      """
      INSERT INTO clinic.move (
        organization_id, id, episode_id, sequence, event, from_state, to_state, facility_id, stay_id, effective_at,
        discharge_reason, cause, due_back_at, known_from, recorded_by, reason, corrects)
      SELECT organization_id, gen_random_uuid(), episode_id, sequence, event, from_state, to_state, facility_id, stay_id,
        effective_at, discharge_reason, cause, due_back_at, \(now), access.staff_member(), reason, id
      FROM clinic.move AS m
      WHERE \(rows) AND \(Self.isLine)
      """,
      """
      INSERT INTO clinic.occupation (
        organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, valid, known_from, recorded_by,
        reason, corrects)
      SELECT organization_id, gen_random_uuid(), facility_id, bed_id, kind, stay_id, episode_id, patient_id, valid,
        \(now), access.staff_member(), reason, id
      FROM clinic.occupation
      WHERE \(rows) AND kind IN ('stay', 'leave')
      """,
      Board.tell(of: id, at: now),
    ]
      + Episodes.limits(
        episode, admission: during.start, opening: nil, end: during.end, reason: dischargeReason, beds: [],
        at: now)
  }
}
