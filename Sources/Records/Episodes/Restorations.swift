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

/// An episode, and when all of it stopped counting.
package struct LostEpisode: Sendable {
  package let id: Episode.ID
  let patientID: Patient.ID
  package let facilityID: Facility.ID
  let version: Int32
  /// Where it stood when it counted last.
  let state: StageState
  let during: Interval
  let dischargeReason: DischargeReason?
  /// Nil while it counts.
  package let takenOutAt: Date?

  /// An episode, also one that counts no more; nil when there is none that the caller may see.
  package static func find(_ id: Episode.ID) -> Query<LostEpisode?> {
    .first(
      """
      SELECT e.id, e.patient_id, e.version, fact.facility_id, fact.discharge_reason, lower(fact.valid) AS starts,
        CASE WHEN upper_inf(fact.valid) THEN NULL ELSE upper(fact.valid) END AS ends,
        CASE WHEN fact.known_to <> 'infinity' THEN fact.known_to END AS taken_out_at, last.to_state
      FROM clinic.episode AS e
      CROSS JOIN LATERAL (
        SELECT f.*
        FROM clinic.episode_fact AS f
        WHERE f.organization_id = e.organization_id AND f.patient_id = e.patient_id AND f.episode_id = e.id
        ORDER BY f.known_to DESC, f.known_from DESC
        LIMIT 1
      ) AS fact
      CROSS JOIN LATERAL (
        SELECT m.to_state
        FROM clinic.move AS m
        WHERE m.organization_id = e.organization_id AND m.episode_id = e.id AND m.known_to = fact.known_to
          AND \(isLine)
        ORDER BY m.effective_at DESC, m.sequence DESC
        LIMIT 1
      ) AS last
      WHERE e.organization_id = (SELECT access.organization()) AND e.id = \(id)
      """
    ) { row in
      LostEpisode(
        id: try row["id"], patientID: try row["patient_id"], facilityID: try row["facility_id"],
        version: try row["version"], state: try row["to_state"],
        during: try Interval(start: try row["starts"], end: try row["ends"]),
        dischargeReason: try row["discharge_reason"], takenOutAt: try row["taken_out_at"])
    }
  }

  /// Whether a row of the ledger is a move, and not what says that one was taken out.
  private static let isLine: SQL = """
    NOT EXISTS (
          SELECT FROM clinic.move AS taken
          WHERE taken.organization_id = m.organization_id AND taken.id = m.corrects AND taken.known_to = m.known_to)
    """

  /// The beds that it had, in order of time.
  static func beds(of id: Episode.ID) -> Query<[(id: Bed.ID, from: Date)]> {
    .all(
      """
      SELECT bed_id, starts
      FROM clinic.occupation
      WHERE organization_id = (SELECT access.organization()) AND episode_id = \(id) AND kind IN ('stay', 'leave')
      ORDER BY known_to, starts
      """
    ) { (try $0["bed_id"], try $0["starts"]) }
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
