import Clinic
import Foundation
import Postgres

/// A person in another bed of the same stage.
package struct BedMove: Sendable, Hashable {
  package let episodeID: Episode.ID
  package let patientID: Patient.ID
  package let from: Bed.ID?
  package let to: Bed.ID
  package let at: Date
  /// The version of the episode from then on.
  package let version: Int32
}

extension Records {
  /// Moves a person from one bed to another: there is no instant without a bed, and none with two.
  ///
  /// It is no move of the ledger: stage and level stay as they are. Throws `BedTaken`, `BedElsewhere`, `NoBedThen`, and
  /// `Stale` when the episode has changed since `version`.
  package func moveBed(
    in id: Episode.ID, to bed: Bed.ID, at time: Date, reason: Line?, version: Int32? = nil,
    as caller: Caller, once: Once<BedMove>? = nil
  ) async throws -> BedMove {
    let now = clock()
    guard time <= now else {
      throw InvalidValue(
        "date-in-future", field: "at", problem: "is in the future",
        remedy: "Move the person when the time has come; plan an arrival to keep the bed until then.")
    }
    let found = try await run(
      as: caller, Action(.episodeRead, subject: id.rawValue), Episodes.find(id))
    guard let record = found else { throw NotFound("episode") }
    if let version, version != record.version { throw Stale("episode") }
    let move = BedMove(
      episodeID: id, patientID: record.episode.patientID, from: record.bed?.id, to: bed, at: time,
      version: record.version + 1)
    let statements = [
      Episodes.grow(id, from: record.version), Beds.mustExist(bed), move.mustBeInFacility,
      move.change(at: now, reason: reason), Beds.tellBoard(of: bed),
    ]
    let action = Action(
      "bed.move", needs: .episodeMove, patients: [move.patientID], subject: id.rawValue)
    return try await explainingBedTaken(bed, during: PostgresRange(from: time, to: nil), as: caller) {
      try await write(statements, as: caller, action, once: once, for: move)
      return move
    }
  }
}

extension BedMove {
  fileprivate var mustBeInFacility: SQL {
    """
    SELECT access.insist(wanted.facility_id = own.facility_id, 'SW010', 'bed-elsewhere')
    FROM clinic.occupation AS own
    CROSS JOIN clinic.bed AS wanted
    WHERE own.organization_id = (SELECT access.organization()) AND own.episode_id = \(episodeID)
      AND own.known_to = 'infinity' AND upper_inf(own.valid)
      AND wanted.organization_id = own.organization_id AND wanted.id = \(to)
    """
  }

  /// What was kept in the new bed for the same person ends as the person comes.
  fileprivate func change(at now: Date, reason: Line?) -> SQL {
    """
    WITH old AS (
      UPDATE clinic.occupation SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND known_to = 'infinity'
        AND (episode_id = \(episodeID) AND upper_inf(valid) AND lower(valid) <= \(at) AND bed_id <> \(to)
          OR bed_id = \(to) AND kind IN ('hold', 'planned') AND patient_id = \(patientID)
            AND upper(valid) > \(at))
      RETURNING *
    ),
    part (bed_id, valid) AS (
      VALUES (NULL, tstzrange(NULL, \(at))), (\(to)::uuid, tstzrange(\(at), NULL))
    ),
    added AS (
      INSERT INTO clinic.occupation (
        organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, enquiry_id, valid, known_from,
        recorded_by, reason, corrects)
      SELECT old.organization_id, gen_random_uuid(), old.facility_id, coalesce(part.bed_id, old.bed_id), old.kind,
        old.stay_id, old.episode_id, old.patient_id, old.enquiry_id, old.valid * part.valid, \(now),
        access.staff_member(), coalesce(\(reason), old.reason), old.id
      FROM old
      CROSS JOIN part
      WHERE NOT isempty(old.valid * part.valid) AND (part.bed_id IS NULL OR old.kind IN ('stay', 'leave'))
      ORDER BY lower(old.valid)
      RETURNING bed_id, episode_id
    )
    SELECT access.insist(
      EXISTS (SELECT FROM added WHERE bed_id = \(to) AND episode_id = \(episodeID)), 'SW010', 'no-bed-then')
    """
  }
}
