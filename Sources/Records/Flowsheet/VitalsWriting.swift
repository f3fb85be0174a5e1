import Clinic
import Foundation
import Postgres

extension Records {
  /// Records a set of signs, and what is due after it.
  ///
  /// Throws `InvalidValues` for what cannot be and for what is unlikely and not confirmed, and `NotFound` where there is
  /// no such episode.
  package func record(
    _ vitals: Vitals, as caller: Caller, once: Once<VitalsRecord>? = nil
  ) async throws -> VitalsRecord {
    try await rewriting(
      vitals.episodeID, as: caller, needs: .flowsheetRecord, named: "vitals.record", once: once
    ) { record, now in
      try vitals.check()
      try record.checkTime(vitals.at, now: now)
      let new = record.made(of: vitals, at: now)
      record.vitals.append(new)
      return ([record.insert(new, at: now, corrects: nil, reason: nil)], new)
    }
  }

  /// Replaces a set of signs by a corrected one; the old one stays, as what was known until now.
  ///
  /// `change` makes the corrected set of the one that holds. Throws as recording does.
  package func correct(
    _ id: Vitals.ID, reason: Line, as caller: Caller, once: Once<VitalsRecord>? = nil,
    _ change: @Sendable (Vitals) -> Vitals
  ) async throws -> VitalsRecord {
    try await rewriting(
      try await episode(of: id, as: caller), as: caller, needs: .flowsheetRecord, named: "vitals.correct",
      once: once
    ) { record, now in
      guard let index = record.vitals.firstIndex(where: { $0.vitals.id == id }) else {
        throw NotFound("set of signs")
      }
      let old = record.vitals[index]
      let vitals = change(old.vitals)
      try vitals.check()
      try record.checkTime(vitals.at, now: now)
      let new = record.made(of: vitals, at: now)
      record.vitals[index] = new
      return (
        [record.close(old, at: now), record.insert(new, at: now, corrects: old.row, reason: reason)], new
      )
    }
  }

  /// Takes back a set of signs that was entered in error; it stays as what was known until now.
  package func takeBack(_ id: Vitals.ID, reason: Line, as caller: Caller) async throws {
    _ = try await rewriting(
      try await episode(of: id, as: caller), as: caller, needs: .flowsheetRecord, named: "vitals.take_back",
      once: Once<Bool>?.none
    ) { record, now in
      guard let index = record.vitals.firstIndex(where: { $0.vitals.id == id }) else {
        throw NotFound("set of signs")
      }
      let old = record.vitals.remove(at: index)
      return (
        [
          record.close(old, at: now),
          record.insert(
            record.made(of: old.vitals, at: now), at: now, corrects: old.row, reason: reason,
            isTakenBack: true),
        ], true
      )
    }
  }

  /// The episode of a set of signs; throws `NotFound` where there is none that the caller may see.
  private func episode(of vitals: Vitals.ID, as caller: Caller) async throws -> Episode.ID {
    let found = try await run(
      as: caller, Action("vitals.find", needs: .flowsheetRecord, subject: vitals.rawValue),
      Query<Episode.ID?>.first(
        """
        SELECT episode_id FROM clinic.vitals
        WHERE organization_id = (SELECT access.organization()) AND vitals_id = \(vitals) AND known_to = 'infinity'
          AND state = 'recorded'
        """
      ) { try $0["episode_id"] })
    guard let found else { throw NotFound("set of signs") }
    return found
  }
}

extension FlowsheetRecord {
  /// A new row of a set of signs.
  fileprivate func made(of vitals: Vitals, at now: Date) -> VitalsRecord {
    let unscored = unscored(at: vitals.at)
    return VitalsRecord(
      vitals: vitals, news2: unscored == nil ? News2(vitals.readings, scale: vitals.scale) : nil,
      unscored: unscored, recordedBy: nil, recordedAt: now, row: UUID())
  }

  fileprivate func close(_ old: VitalsRecord, at now: Date) -> SQL {
    """
    WITH old AS (
      UPDATE clinic.vitals SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND id = \(old.row) AND known_to = 'infinity'
      RETURNING id
    )
    SELECT access.insist(EXISTS (SELECT FROM old), 'SW003', 'flowsheet')
    """
  }

  fileprivate func insert(
    _ record: VitalsRecord, at now: Date, corrects: UUID?, reason: Line?, isTakenBack: Bool = false
  ) -> SQL {
    let set = record.vitals
    return """
      INSERT INTO clinic.vitals (
        organization_id, id, vitals_id, episode_id, patient_id, facility_id, at, scale,
        temperature, temperature_missing, pulse, pulse_missing, respirations, respirations_missing,
        oxygen_saturation, oxygen_saturation_missing, breathing, breathing_missing, systolic, systolic_missing,
        diastolic, diastolic_missing, consciousness, consciousness_missing, pain, pain_missing,
        craving, craving_missing, mood, mood_missing, sleep_hours, sleep_hours_missing,
        urinations, urinations_missing, bladder_pain, bladder_pain_missing, urine_blood, urine_blood_missing,
        confirmed, unscored, note, state, known_from, recorded_by, reason, corrects)
      VALUES (
        access.organization(), \(record.row), \(set.id), \(episodeID), \(patientID), \(facilityID), \(set.at), \(set.scale),
        \(set.decimal(.temperature)), \(set.missing(.temperature)), \(set.whole(.pulse)), \(set.missing(.pulse)),
        \(set.whole(.respirations)), \(set.missing(.respirations)),
        \(set.whole(.oxygenSaturation)), \(set.missing(.oxygenSaturation)),
        \(set.word(.breathing)), \(set.missing(.breathing)), \(set.whole(.systolic)), \(set.missing(.systolic)),
        \(set.whole(.diastolic)), \(set.missing(.diastolic)), \(set.word(.consciousness)), \(set.missing(.consciousness)),
        \(set.whole(.pain)), \(set.missing(.pain)), \(set.whole(.craving)), \(set.missing(.craving)),
        \(set.whole(.mood)), \(set.missing(.mood)), \(set.decimal(.sleepHours)), \(set.missing(.sleepHours)),
        \(set.whole(.urinations)), \(set.missing(.urinations)), \(set.whole(.bladderPain)), \(set.missing(.bladderPain)),
        \(set.word(.urineBlood)), \(set.missing(.urineBlood)),
        \(set.confirmed.map(\.rawValue).sorted())::text[], \(record.unscored?.rawValue), \(set.note),
        \(isTakenBack ? "entered_in_error" : "recorded"), \(now), access.staff_member(), \(reason), \(corrects))
      """
  }
}

extension Vitals {
  fileprivate func decimal(_ sign: VitalSign) -> Decimal? { readings[sign]?.number }

  fileprivate func whole(_ sign: VitalSign) -> Int16? {
    decimal(sign).map { Int16(clamping: NSDecimalNumber(decimal: $0).intValue) }
  }

  fileprivate func word(_ sign: VitalSign) -> String? { readings[sign]?.word }

  fileprivate func missing(_ sign: VitalSign) -> NotMeasured? { readings[sign]?.missing }
}
