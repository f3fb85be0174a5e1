import Clinic
import Foundation
import Postgres

/// What was wrong about a move, and what is right.
package struct MoveCorrection: Sendable, Hashable {
  package enum Change: Sendable, Hashable {
    /// It happened at another time.
    case effective(at: Date)
    /// The stay ended for another reason.
    case dischargeReason(DischargeReason)
    /// It never happened.
    case enteredInError
  }

  package let id: Move.ID
  /// The wrong move.
  package let moveID: Move.ID
  package let change: Change
  /// Why it is corrected.
  package let reason: Note

  package init(id: Move.ID, moveID: Move.ID, change: Change, reason: Note) {
    self.id = id
    self.moveID = moveID
    self.change = change
    self.reason = reason
  }
}

/// A stay before and after a correction, for the preview and the answer.
package struct StayShift: Sendable, Hashable {
  package let stayID: Stay.ID
  package let stage: Stage
  package let before: Interval
  /// Nil when the stay never was.
  package let after: Interval?
  package let endReason: DischargeReason?
}

/// What a correction changes.
package struct CorrectionOutcome: Sendable, Hashable {
  package let episodeID: Episode.ID
  package let patientID: Patient.ID
  package let state: StageState
  package let shifts: [StayShift]
  package let version: Int32
}

extension Records {
  /// Puts a wrong move right, at any later time; what was believed until now stays readable as known then.
  ///
  /// The ledger is replayed with the change, and refused where the replay is: `IllegalMove`, `MoveOutOfTime`,
  /// `BedTaken`. With `isPreview` nothing is written.
  package func correct(
    _ correction: MoveCorrection, in id: Episode.ID, version: Int32? = nil, isPreview: Bool = false,
    as caller: Caller, once: Once<CorrectionOutcome>? = nil
  ) async throws -> CorrectionOutcome {
    let (found, moves, rules, me) = try await run(
      as: caller, Action(.episodeRead, subject: id.rawValue), Episodes.find(id), Moves.of(id),
      StageRuleBook.current, StaffMembers.me)
    guard let record = found else { throw NotFound("episode") }
    if let version, version != record.version { throw Stale("episode") }
    let plan = try CorrectionPlan(correction, of: record, moves: moves, rules: rules, by: me.roles)
    let outcome = CorrectionOutcome(
      episodeID: id, patientID: record.episode.patientID, state: plan.state, shifts: plan.shifts,
      version: isPreview ? record.version : record.version + 1)
    if isPreview { return outcome }
    let now = clock()
    try await write(
      [Episodes.grow(id, from: record.version)] + plan.statements(episode: id, at: now), as: caller,
      Action(.episodeCorrect, patients: [outcome.patientID], subject: id.rawValue), once: once, for: outcome
    )
    return outcome
  }
}

/// What a correction comes to once the ledger is replayed with it.
private struct CorrectionPlan {
  let correction: MoveCorrection
  let state: StageState
  let shifts: [StayShift]
  let last: Ledger.Stretch
  let start: Date

  init(
    _ correction: MoveCorrection, of record: EpisodeRecord, moves: [MoveRecord], rules: StageRules,
    by roles: Set<Role>
  ) throws {
    guard let wrong = moves.firstIndex(where: { $0.move.id == correction.moveID }) else {
      throw NotFound("move", field: "move_id")
    }
    let allowed = rules.allowed(from: record.episode.state).first { $0.event == .correct }
    if let needed = allowed?.roles, needed.isDisjoint(with: roles) {
      throw NotPermitted(
        to: "correct a move",
        remedy: "Ask somebody who is \(needed.map(\.rawValue).sorted().joined(separator: " or ")).")
    }
    var kept = moves
    var entries = moves.map(\.move).map(Ledger.Entry.init(_:))
    switch correction.change {
    case .effective(let time): entries[wrong].effectiveAt = time
    case .dischargeReason(let reason): entries[wrong].dischargeReason = reason
    case .enteredInError:
      entries.remove(at: wrong)
      kept.remove(at: wrong)
    }
    let ledger = try Ledger(replaying: entries, rules: rules)
    guard let first = ledger.stays.first, let last = ledger.stays.last else { throw NothingWouldBeLeft() }
    let stretches = Dictionary(uniqueKeysWithValues: ledger.stays.map { (kept[$0.openedBy].stayID, $0) })
    self.correction = correction
    self.state = ledger.state
    self.last = last
    self.start = first.during.start
    self.shifts = record.episode.stays.compactMap { stay in
      let after = stretches[stay.id]
      if after?.during == stay.during && after?.endReason == stay.endReason { return nil }
      return StayShift(
        stayID: stay.id, stage: stay.stage, before: stay.during, after: after?.during,
        endReason: after?.endReason)
    }
  }

  func statements(episode: Episode.ID, at now: Date) -> [SQL] {
    [ledger(episode, at: now), episodeFact(episode, at: now)]
      + (shifts.isEmpty ? [] : [stayFacts(at: now), occupations(at: now)])
  }

  /// Replaces the wrong line, or takes it out.
  private func ledger(_ episode: Episode.ID, at now: Date) -> SQL {
    let (time, reason, stands): (Date?, DischargeReason?, Bool) =
      switch correction.change {
      case .effective(let time): (time, nil, true)
      case .dischargeReason(let reason): (nil, reason, true)
      case .enteredInError: (nil, nil, false)
      }
    return """
      WITH wrong AS (
        UPDATE clinic.move SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND id = \(correction.moveID) AND known_to = 'infinity'
        RETURNING *
      )
      INSERT INTO clinic.move (
        organization_id, id, episode_id, sequence, event, from_state, to_state, facility_id, stay_id, effective_at,
        discharge_reason, cause, known_from, known_to, recorded_by, reason, corrects)
      SELECT organization_id, \(correction.id), episode_id, sequence, event, from_state, to_state, facility_id, stay_id,
        coalesce(\(time), effective_at), coalesce(\(reason), discharge_reason), cause, \(now),
        CASE WHEN \(stands) THEN 'infinity' ELSE \(now) END, access.staff_member(), \(correction.reason), id
      FROM wrong
      """
  }

  private func episodeFact(_ episode: Episode.ID, at now: Date) -> SQL {
    """
    WITH old AS (
      UPDATE clinic.episode_fact SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND episode_id = \(episode) AND known_to = 'infinity'
      RETURNING *
    )
    INSERT INTO clinic.episode_fact (
      organization_id, id, episode_id, patient_id, facility_id, programme, intake_id, readmission_of, valid,
      discharge_reason, last_contact, known_from, recorded_by, reason, corrects)
    SELECT organization_id, gen_random_uuid(), episode_id, patient_id, facility_id, programme, intake_id,
      readmission_of, tstzrange(\(start), \(last.during.end)), \(last.endReason), last_contact, \(now),
      access.staff_member(), \(correction.reason), id
    FROM old
    """
  }

  /// Sorting makes the statement end all old facts before it adds the first new one, so that stays which exchange
  /// time do not stand in each other's way.
  private func stayFacts(at now: Date) -> SQL {
    """
    WITH shift AS (\(shiftRows)),
    old AS (
      UPDATE clinic.stay_fact SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND known_to = 'infinity'
        AND stay_id = ANY (\(shifts.map(\.stayID)))
      RETURNING *
    )
    INSERT INTO clinic.stay_fact (
      organization_id, id, stay_id, episode_id, patient_id, facility_id, stage, service, level_edition, level_code,
      medication_assisted, valid, end_reason, known_from, recorded_by, reason, corrects)
    SELECT old.organization_id, gen_random_uuid(), old.stay_id, old.episode_id, old.patient_id, old.facility_id,
      old.stage, old.service, old.level_edition, old.level_code, old.medication_assisted,
      tstzrange(shift.new_start, shift.new_end), shift.end_reason, \(now), access.staff_member(),
      \(correction.reason), old.id
    FROM old
    JOIN shift ON shift.stay_id = old.stay_id
    WHERE shift.new_start IS NOT NULL
    ORDER BY lower(old.valid)
    """
  }

  /// Beds follow their stays: an occupation that began or ended with the stay still does.
  private func occupations(at now: Date) -> SQL {
    """
    WITH shift AS (\(shiftRows)),
    old AS (
      UPDATE clinic.occupation SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND known_to = 'infinity'
        AND stay_id = ANY (\(shifts.map(\.stayID)))
      RETURNING *
    ),
    moved AS (
      SELECT old.*,
        CASE WHEN lower(old.valid) = shift.old_start THEN shift.new_start
          ELSE greatest(lower(old.valid), shift.new_start) END AS new_start,
        CASE WHEN upper(old.valid) IS NOT DISTINCT FROM shift.old_end THEN shift.new_end
          ELSE least(upper(old.valid), shift.new_end) END AS new_end
      FROM old
      JOIN shift ON shift.stay_id = old.stay_id
      WHERE shift.new_start IS NOT NULL
    )
    INSERT INTO clinic.occupation (
      organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, valid, known_from, recorded_by,
      reason, corrects)
    SELECT organization_id, gen_random_uuid(), facility_id, bed_id, kind, stay_id, episode_id, patient_id,
      tstzrange(new_start, new_end), \(now), access.staff_member(), reason, id
    FROM moved
    WHERE new_end IS NULL OR new_start < new_end
    ORDER BY lower(valid)
    """
  }

  private var shiftRows: SQL {
    """
    SELECT * FROM unnest(
      \(shifts.map(\.stayID))::uuid[], \(shifts.map(\.before.start))::timestamptz[],
      \(shifts.map(\.before.end))::timestamptz[], \(shifts.map { $0.after?.start })::timestamptz[],
      \(shifts.map { $0.after?.end })::timestamptz[], \(shifts.map(\.endReason))::smallint[]
    ) AS shift (stay_id, old_start, old_end, new_start, new_end, end_reason)
    """
  }
}

extension Ledger.Entry {
  /// A readmission begins its own episode, and is replayed as the admission that it is.
  fileprivate init(_ move: Move) {
    self.init(
      move.event == .readmit ? .admit : move.event, to: move.to, effectiveAt: move.effectiveAt,
      dischargeReason: move.dischargeReason)
  }
}

/// Taking the move out would leave an episode without a stay.
package struct NothingWouldBeLeft: Refusal, Hashable {
  package var code: String { "nothing-would-be-left" }
  package var message: String { "Without this move nothing would be left of the episode." }
  package var field: String? { "move_id" }
  package var remedy: String { "Take out the later moves first, or correct the time of this one." }
  package var kind: RefusalKind { .refusedByRule }
}
