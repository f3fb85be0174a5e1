import Clinic
import Foundation
import Postgres

/// The statements by which one move becomes facts.
///
/// They run in one transaction, guarded by the episode's version.
struct MoveStatements {
  let outcome: MoveOutcome
  let plan: MovePlan
  let move: NewMove
  let now: Date

  /// The new episode, its identity and its first fact.
  func episode(intake: Intake.ID?, readmissionOf: Episode.ID?) -> SQL {
    """
    WITH identity AS (
      INSERT INTO clinic.episode (organization_id, id, patient_id, recorded_at, recorded_by)
      VALUES (access.organization(), \(outcome.episodeID), \(outcome.patientID), \(now), access.staff_member())
      RETURNING organization_id, id, patient_id, recorded_by
    )
    INSERT INTO clinic.episode_fact (
      organization_id, id, episode_id, patient_id, facility_id, intake_id, readmission_of, valid, known_from, recorded_by)
    SELECT organization_id, gen_random_uuid(), id, patient_id, \(outcome.facilityID), \(intake), \(readmissionOf),
      tstzrange(\(plan.at), NULL), \(now), recorded_by
    FROM identity
    """
  }

  /// Ends the stay that the move closes.
  func closing() -> [SQL] {
    guard let closed = plan.closes else { return [] }
    return [
      """
      WITH old AS (
        UPDATE clinic.stay_fact SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND stay_id = \(closed.stay) AND known_to = 'infinity'
        RETURNING *
      )
      INSERT INTO clinic.stay_fact (
        organization_id, id, stay_id, episode_id, patient_id, facility_id, stage, service, level_edition, level_code,
        medication_assisted, valid, end_reason, known_from, recorded_by)
      SELECT organization_id, gen_random_uuid(), stay_id, episode_id, patient_id, facility_id, stage, service,
        level_edition, level_code, medication_assisted, tstzrange(lower(valid), \(plan.at)), \(closed.reason),
        \(now), access.staff_member()
      FROM old
      """
    ]
  }

  /// The stay that begins, in the facility of its bed if it has one.
  func stay() -> [SQL] {
    guard let opened = plan.opens else { return [] }
    return [
      """
      INSERT INTO clinic.stay (organization_id, id, episode_id, patient_id, recorded_at)
      VALUES (access.organization(), \(move.stayID), \(outcome.episodeID), \(outcome.patientID), \(now))
      """,
      """
      INSERT INTO clinic.stay_fact (
        organization_id, id, stay_id, episode_id, patient_id, facility_id, stage, service, level_edition, level_code,
        valid, known_from, recorded_by)
      SELECT access.organization(), gen_random_uuid(), \(move.stayID), \(outcome.episodeID), \(outcome.patientID),
        coalesce(
          (SELECT facility_id FROM clinic.bed
            WHERE organization_id = (SELECT access.organization()) AND id = \(move.request.bed)),
          \(outcome.facilityID)),
        \(opened.stage)::reference.stage, \(opened.service), \(opened.level?.edition), \(opened.level?.code),
        tstzrange(\(plan.at), NULL), \(now), access.staff_member()
      """,
    ]
  }

  /// What becomes of the beds: the old one given back, kept, or exchanged for another; the board is told of it.
  func beds() -> [SQL] {
    changes() + [Board.tell(of: outcome.episodeID, at: now)]
  }

  private func changes() -> [SQL] {
    switch plan.bed {
    case .release:
      [leaveBed(keepingAs: nil)]
    case .keep(let kind):
      [leaveBed(keepingAs: kind)]
    case .take(let bed):
      [Beds.mustExist(bed), leaveBed(keepingAs: nil), takeBed(bed)]
    }
  }

  /// Ends what the episode occupies at the time of the move, and what was kept in the bed for this person.
  private func leaveBed(keepingAs kind: OccupationKind?) -> SQL {
    """
    WITH old AS (
      UPDATE clinic.occupation SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND known_to = 'infinity'
        AND (upper_inf(valid) OR upper(valid) > \(plan.at))
        AND (episode_id = \(outcome.episodeID)
          OR kind IN ('hold', 'planned') AND bed_id = \(move.request.bed)
            AND (patient_id = \(outcome.patientID)
              OR enquiry_id IN (SELECT access.enquiries_of(\(outcome.patientID)))))
      RETURNING *
    ),
    part (kind, stay_id, valid) AS (
      VALUES (NULL, NULL::uuid, tstzrange(NULL, \(plan.at))),
        (\(kind)::text, \(plan.opens == nil ? nil : move.stayID)::uuid, tstzrange(\(plan.at), NULL))
    )
    INSERT INTO clinic.occupation (
      organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, enquiry_id, valid, known_from,
      recorded_by, reason)
    SELECT old.organization_id, gen_random_uuid(), old.facility_id, old.bed_id, coalesce(part.kind, old.kind),
      coalesce(part.stay_id, old.stay_id), old.episode_id, old.patient_id, old.enquiry_id, old.valid * part.valid,
      \(now), access.staff_member(), old.reason
    FROM old
    CROSS JOIN part
    WHERE NOT isempty(old.valid * part.valid) AND (upper(part.valid) IS NOT NULL OR part.kind IS NOT NULL)
    ORDER BY lower(old.valid)
    """
  }

  private func takeBed(_ bed: Bed.ID) -> SQL {
    """
    INSERT INTO clinic.occupation (
      organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, valid, known_from, recorded_by)
    SELECT organization_id, gen_random_uuid(), facility_id, id, 'stay', \(move.stayID), \(outcome.episodeID),
      \(outcome.patientID), tstzrange(\(plan.at), NULL), \(now), access.staff_member()
    FROM clinic.bed
    WHERE organization_id = (SELECT access.organization()) AND id = \(bed)
    """
  }

  /// The line of the ledger.
  func line() -> SQL {
    """
    INSERT INTO clinic.move (
      organization_id, id, episode_id, sequence, event, from_state, to_state, facility_id, stay_id, effective_at,
      discharge_reason, cause, due_back_at, known_from, recorded_by, reason)
    SELECT access.organization(), \(move.id), \(outcome.episodeID),
      coalesce((SELECT max(sequence) FROM clinic.move
        WHERE organization_id = (SELECT access.organization()) AND episode_id = \(outcome.episodeID)), 0) + 1,
      \(outcome.event), \(outcome.from), \(outcome.state), \(outcome.facilityID),
      \(outcome.stayID ?? plan.closes?.stay), \(plan.at), \(plan.closes?.reason), \(move.request.cause),
      \(move.request.dueBackAt), \(now), access.staff_member(), \(move.request.reason)
    """
  }

  /// The end of the episode, if the move is that.
  func end() -> [SQL] {
    guard let reason = plan.endsEpisode else { return [] }
    return [
      """
      WITH old AS (
        UPDATE clinic.episode_fact SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND episode_id = \(outcome.episodeID)
          AND known_to = 'infinity'
        RETURNING *
      )
      INSERT INTO clinic.episode_fact (
        organization_id, id, episode_id, patient_id, facility_id, programme, intake_id, readmission_of, valid,
        discharge_reason, last_contact, known_from, recorded_by)
      SELECT organization_id, gen_random_uuid(), episode_id, patient_id, facility_id, programme, intake_id,
        readmission_of, tstzrange(lower(valid), \(plan.at)), \(reason), last_contact, \(now), access.staff_member()
      FROM old
      """
    ]
  }

  /// What no move may go beyond.
  func limits() -> [SQL] {
    let episode = Episode(
      id: outcome.episodeID, patientID: outcome.patientID, facilityID: outcome.facilityID)
    return Episodes.limits(
      episode, admission: plan.opensEpisode ? plan.at : nil, opening: plan.opens == nil ? nil : plan.at,
      end: plan.endsEpisode == nil ? nil : plan.at, reason: plan.endsEpisode,
      beds: Set(move.request.bed.map { [$0] } ?? []), at: now)
  }
}
