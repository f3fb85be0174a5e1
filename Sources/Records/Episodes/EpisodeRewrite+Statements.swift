import Clinic
import Foundation
import Postgres

extension EpisodeRewrite {
  /// The statements that write it, in one transaction, guarded by the episode's version.
  ///
  /// `reason` is that of the correction, where it is one; a line written anew keeps its own otherwise.
  func statements(reason: Note?) -> [SQL] {
    let now = draft.now
    var statements = [
      Episodes.grow(draft.record.episode.id, from: draft.record.version), endLines(at: now),
      identities(at: now), writeLines(reason, at: now),
    ]
    if !draft.removed.isEmpty { statements.append(tombstones(reason, at: now)) }
    // What ends has ended before anything begins, so that stays and beds that exchange time are not in each other's way.
    statements += [endOccupations(at: now), endHolds(at: now)]
    statements += [writeStays(reason, at: now), writeOccupations(reason, at: now)]
    statements += [episodeFact(reason, at: now), Board.tell(of: draft.record.episode.id, at: now)]
    return statements
      + Episodes.limits(
        draft.record.episode, admission: stays.first?.during.start, opening: stays.last?.during.start,
        end: state == .ended ? stays.last?.during.end : nil,
        reason: state == .ended ? stays.last?.endReason : nil,
        beds: Set(newOccupations.map(\.bedID)), at: now)
  }

  private var replaced: [Move.ID] {
    newLines.compactMap { $0.line.written?.id } + draft.removed.compactMap { $0.written?.id }
  }

  private func endLines(at now: Date) -> SQL {
    """
    WITH old AS (
      UPDATE clinic.move SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND id = ANY (\(replaced)) AND known_to = 'infinity'
      RETURNING id
    )
    SELECT access.insist((SELECT count(*) FROM old) = \(Int64(replaced.count)), 'SW003', 'episode')
    """
  }

  private func writeLines(_ reason: Note?, at now: Date) -> SQL {
    let lines = newLines
    return """
      INSERT INTO clinic.move (
        organization_id, id, episode_id, sequence, event, from_state, to_state, facility_id, stay_id, effective_at,
        discharge_reason, cause, due_back_at, known_from, recorded_by, reason, corrects)
      SELECT access.organization(), line.id, \(draft.record.episode.id), line.sequence, line.event, line.from_state,
        line.to_state, \(draft.record.episode.facilityID), line.stay_id, line.effective_at, line.discharge_reason,
        line.cause, line.due_back_at, \(now), access.staff_member(), line.reason, line.corrects
      FROM unnest(
        \(lines.map(\.id))::uuid[], \(lines.map(\.line.sequence))::integer[],
        \(lines.map(\.line.event.rawValue))::text[], \(lines.map(\.from.rawValue))::text[],
        \(lines.map(\.line.to.rawValue))::text[], \(lines.map(\.stayID))::uuid[],
        \(lines.map(\.line.effectiveAt))::timestamptz[], \(lines.map { $0.endReason?.rawValue })::smallint[],
        \(lines.map { $0.line.cause?.rawValue })::text[], \(lines.map(\.line.dueBackAt))::timestamptz[],
        \(lines.map { ($0.line.written == nil ? $0.line.reason : reason ?? $0.line.reason)?.rawValue })::text[],
        \(lines.map { $0.line.written?.id })::uuid[]
      ) AS line (
        id, sequence, event, from_state, to_state, stay_id, effective_at, discharge_reason, cause, due_back_at, reason,
        corrects)
      """
  }

  /// A line that never was leaves one that says so, and counts at no time.
  private func tombstones(_ reason: Note?, at now: Date) -> SQL {
    """
    INSERT INTO clinic.move (
      organization_id, id, episode_id, sequence, event, from_state, to_state, facility_id, stay_id, effective_at,
      discharge_reason, cause, due_back_at, known_from, known_to, recorded_by, reason, corrects)
    SELECT m.organization_id, gone.new_id, m.episode_id, m.sequence, m.event, m.from_state, m.to_state, m.facility_id,
      m.stay_id, m.effective_at, m.discharge_reason, m.cause, m.due_back_at, \(now), \(now), access.staff_member(),
      coalesce(\(reason?.rawValue), m.reason), m.id
    FROM clinic.move AS m
    JOIN unnest(\(draft.removed.compactMap { $0.written?.id })::uuid[], \(draft.removed.map(\.id))::uuid[])
      AS gone (id, new_id) ON gone.id = m.id
    WHERE m.organization_id = (SELECT access.organization())
    """
  }

  private func identities(at now: Date) -> SQL {
    """
    INSERT INTO clinic.stay (organization_id, id, episode_id, patient_id, recorded_at)
    SELECT access.organization(), id, \(draft.record.episode.id), \(draft.record.episode.patientID), \(now)
    FROM unnest(\(stays.filter { $0.before == nil }.map(\.id))::uuid[]) AS new (id)
    """
  }

  /// Sorting makes the statement end all old facts before it adds the first new one.
  private func writeStays(_ reason: Note?, at now: Date) -> SQL {
    let changed = stays.filter(\.isChanged)
    return """
      WITH old AS (
        UPDATE clinic.stay_fact SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND known_to = 'infinity'
          AND stay_id = ANY (\(endedStays))
        RETURNING *
      )
      INSERT INTO clinic.stay_fact (
        organization_id, id, stay_id, episode_id, patient_id, facility_id, stage, service, level_edition, level_code,
        medication_assisted, valid, end_reason, known_from, recorded_by, reason, corrects)
      SELECT access.organization(), gen_random_uuid(), new.stay_id, \(draft.record.episode.id),
        \(draft.record.episode.patientID), coalesce(old.facility_id, \(draft.record.episode.facilityID)),
        new.stage::reference.stage, new.service, new.level_edition, new.level_code, old.medication_assisted,
        tstzrange(new.start_at, new.end_at), new.end_reason, \(now), access.staff_member(), \(reason?.rawValue), old.id
      FROM unnest(
        \(changed.map(\.id))::uuid[], \(changed.map(\.stage.rawValue))::text[],
        \(changed.map { $0.service?.rawValue })::smallint[], \(changed.map { $0.level?.edition.rawValue })::smallint[],
        \(changed.map { $0.level?.code })::text[], \(changed.map(\.during.start))::timestamptz[],
        \(changed.map(\.during.end))::timestamptz[], \(changed.map { $0.endReason?.rawValue })::smallint[]
      ) AS new (stay_id, stage, service, level_edition, level_code, start_at, end_at, end_reason)
      LEFT JOIN old ON old.stay_id = new.stay_id
      ORDER BY new.start_at, old.id
      """
  }

  private func endOccupations(at now: Date) -> SQL {
    """
    WITH old AS (
      UPDATE clinic.occupation SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND id = ANY (\(endedOccupations)) AND known_to = 'infinity'
      RETURNING id
    )
    SELECT access.insist((SELECT count(*) FROM old) = \(Int64(endedOccupations.count)), 'SW003', 'episode')
    """
  }

  /// A hold for this person ends where the person takes the bed.
  private func endHolds(at now: Date) -> SQL {
    let taken = newOccupations
    return """
      WITH taken AS (
        SELECT * FROM unnest(
          \(taken.map(\.bedID))::uuid[], \(taken.map(\.during.start))::timestamptz[],
          \(taken.map(\.during.end))::timestamptz[]) AS t (bed_id, start_at, end_at)
      ),
      old AS (
        UPDATE clinic.occupation AS o SET known_to = \(now)
        FROM taken
        WHERE o.organization_id = (SELECT access.organization()) AND o.known_to = 'infinity'
          AND o.kind IN ('hold', 'planned')
          AND (o.patient_id = \(draft.record.episode.patientID)
            OR o.enquiry_id IN (SELECT access.enquiries_of(\(draft.record.episode.patientID))))
          AND o.bed_id = taken.bed_id
          AND o.valid && tstzrange(taken.start_at, taken.end_at)
        RETURNING o.*, taken.start_at
      )
      INSERT INTO clinic.occupation (
        organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, enquiry_id, valid,
        known_from, recorded_by, reason, corrects)
      SELECT organization_id, gen_random_uuid(), facility_id, bed_id, kind, stay_id, episode_id, patient_id, enquiry_id,
        tstzrange(lower(valid), start_at), \(now), access.staff_member(), reason, id
      FROM old
      WHERE lower(valid) < start_at
      ORDER BY lower(valid)
      """
  }

  private func writeOccupations(_ reason: Note?, at now: Date) -> SQL {
    let new = newOccupations
    return """
      INSERT INTO clinic.occupation (
        organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, valid, known_from, recorded_by)
      SELECT b.organization_id, gen_random_uuid(), b.facility_id, b.id, new.kind, new.stay_id,
        \(draft.record.episode.id), \(draft.record.episode.patientID), tstzrange(new.start_at, new.end_at), \(now),
        access.staff_member()
      FROM unnest(
        \(new.map(\.bedID))::uuid[], \(new.map(\.kind.rawValue))::text[], \(new.map(\.stayID))::uuid[],
        \(new.map(\.during.start))::timestamptz[], \(new.map(\.during.end))::timestamptz[]
      ) AS new (bed_id, kind, stay_id, start_at, end_at)
      JOIN clinic.bed AS b ON b.organization_id = (SELECT access.organization()) AND b.id = new.bed_id
      """
  }

  private func episodeFact(_ reason: Note?, at now: Date) -> SQL {
    let start = stays.first?.during.start
    let ending = state == .ended ? stays.last?.endReason : nil
    return """
      WITH old AS (
        UPDATE clinic.episode_fact SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND episode_id = \(draft.record.episode.id)
          AND known_to = 'infinity'
          AND (lower(valid) IS DISTINCT FROM \(start)
            OR upper(valid) IS DISTINCT FROM \(stays.last?.during.end)
            OR discharge_reason IS DISTINCT FROM \(ending))
        RETURNING *
      )
      INSERT INTO clinic.episode_fact (
        organization_id, id, episode_id, patient_id, facility_id, programme, intake_id, readmission_of, valid,
        discharge_reason, last_contact, known_from, recorded_by, reason, corrects)
      SELECT organization_id, gen_random_uuid(), episode_id, patient_id, facility_id, programme, intake_id,
        readmission_of, tstzrange(\(start), \(stays.last?.during.end)), \(ending), last_contact, \(now),
        access.staff_member(), \(reason?.rawValue), id
      FROM old
      WHERE \(start)::timestamptz IS NOT NULL
      """
  }
}
