import Clinic
import Foundation
import Postgres

extension Episodes {
  /// What no episode may go beyond, insisted on at the end of its unit: the facility is open when the stay begins, the
  /// beds are of the facility and in use, and nobody is treated after their death.
  ///
  /// They come after the facts, so that they see what another unit wrote that those had to wait for. `admission` is when
  /// the episode began, where that is new; `opening` when a stay began that is.
  static func limits(
    _ episode: Episode, admission: Date?, opening: Date?, end: Date?, reason: DischargeReason?,
    beds: Set<Bed.ID>,
    at now: Date
  ) -> [SQL] {
    var statements: [SQL] = []
    if let opening { statements.append(open(episode.facilityID, at: opening)) }
    if let admission { statements.append(alive(episode, from: admission)) }
    if !beds.isEmpty { statements.append(ownBeds(Array(beds), of: episode)) }
    if reason == .died, let end {
      statements += [last(episode, diedAt: end), endHolds(of: episode.patientID, from: end, at: now)]
    }
    if let end, end <= now { statements.append(withdrawRequests(of: episode.id, at: now)) }
    return statements + TreatedTime.follow(episode.id)
  }

  private static func open(_ facility: Facility.ID, at start: Date) -> SQL {
    """
    SELECT access.insist(
      EXISTS (
        SELECT FROM clinic.facility
        WHERE organization_id = (SELECT access.organization()) AND id = \(facility)
          AND (closed_at IS NULL OR closed_at > \(start))),
      'SW026', 'facility-closed')
    """
  }

  private static func alive(_ episode: Episode, from start: Date) -> SQL {
    """
    SELECT access.insist(
      NOT EXISTS (
        SELECT FROM clinic.episode_fact
        WHERE organization_id = (SELECT access.organization()) AND patient_id = \(episode.patientID)
          AND known_to = 'infinity' AND discharge_reason = 6 AND upper(valid) <= \(start)
          AND episode_id <> \(episode.id)),
      'SW026', 'after-death')
    """
  }

  private static func last(_ episode: Episode, diedAt time: Date) -> SQL {
    """
    SELECT access.insist(
      NOT EXISTS (
        SELECT FROM clinic.episode_fact
        WHERE organization_id = (SELECT access.organization()) AND patient_id = \(episode.patientID)
          AND known_to = 'infinity' AND episode_id <> \(episode.id)
          AND (upper_inf(valid) OR upper(valid) > \(time))),
      'SW026', 'alive-later')
    """
  }

  private static func ownBeds(_ beds: [Bed.ID], of episode: Episode) -> SQL {
    """
    SELECT
      access.insist(
        NOT EXISTS (
          SELECT FROM clinic.bed
          WHERE organization_id = (SELECT access.organization()) AND id = ANY (\(beds))
            AND facility_id <> \(episode.facilityID)),
        'SW026', 'bed-elsewhere'),
      access.insist(
        NOT EXISTS (
          SELECT FROM clinic.occupation AS o
          JOIN clinic.bed AS b ON b.organization_id = o.organization_id AND b.id = o.bed_id
          WHERE o.organization_id = (SELECT access.organization()) AND o.episode_id = \(episode.id)
            AND o.known_to = 'infinity' AND o.bed_id = ANY (\(beds)) AND NOT b.in_use @> lower(o.valid)),
        'SW026', 'bed-not-in-use')
    """
  }

  /// Nobody keeps a bed for somebody who has died.
  private static func endHolds(of patient: Patient.ID, from time: Date, at now: Date) -> SQL {
    """
    WITH old AS (
      UPDATE clinic.occupation SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND patient_id = \(patient) AND known_to = 'infinity'
        AND kind IN ('hold', 'planned') AND (upper_inf(valid) OR upper(valid) > \(time))
      RETURNING *
    )
    INSERT INTO clinic.occupation (
      organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, valid, known_from, recorded_by,
      reason, corrects)
    SELECT organization_id, gen_random_uuid(), facility_id, bed_id, kind, stay_id, episode_id, patient_id,
      tstzrange(lower(valid), \(time)), \(now), access.staff_member(), reason, id
    FROM old
    WHERE lower(valid) < \(time)
    ORDER BY lower(valid)
    """
  }

  /// Nobody takes over who has left.
  private static func withdrawRequests(of episode: Episode.ID, at now: Date) -> SQL {
    """
    UPDATE clinic.transfer_request
    SET state = 'withdrawn', answered_at = \(now), answered_by = access.staff_member()
    WHERE organization_id = (SELECT access.organization()) AND episode_id = \(episode) AND state = 'open'
    """
  }
}
