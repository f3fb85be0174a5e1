import Clinic
import Foundation
import Postgres

extension Records {
  /// Keeps a bed for somebody until a deadline, at which the hold ends by itself.
  ///
  /// Throws `BedTaken`, which says what stands in the way and until when.
  package func hold(
    _ bed: Bed.ID, for patient: Patient.ID?, from start: Date, until end: Date, reason: Line?,
    occupation: Occupation.ID, as caller: Caller, once: Once<Occupation.ID>? = nil
  ) async throws {
    try await occupy(
      bed, .hold, patient: patient, during: Interval(start: start, end: end), reason: reason,
      occupation: occupation, as: caller, once: once)
  }

  /// Takes a bed out of use for a while: repair, cleaning.
  ///
  /// Throws `BedTaken`, which says what stands in the way and until when.
  package func block(
    _ bed: Bed.ID, during time: Interval, reason: Line, occupation: Occupation.ID, as caller: Caller,
    once: Once<Occupation.ID>? = nil
  ) async throws {
    try await occupy(
      bed, .blocked, patient: nil, during: time, reason: reason, occupation: occupation, as: caller,
      once: once)
  }

  /// Ends a hold or a block before its time; what was true until then stays on record.
  ///
  /// Throws `NotFound` when there is no such hold or block going on at `time`.
  package func release(_ occupation: Occupation.ID, at time: Date, as caller: Caller) async throws {
    let now = clock()
    let end: SQL = """
      WITH old AS (
        UPDATE clinic.occupation SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND id = \(occupation) AND known_to = 'infinity'
          AND kind IN ('hold', 'blocked') AND (upper_inf(valid) OR upper(valid) > \(time))
        RETURNING id
      )
      SELECT access.insist(EXISTS (SELECT FROM old), 'SW004', 'hold or block that goes on')
      """
    let past: SQL = """
      INSERT INTO clinic.occupation (
        organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, valid, known_from,
        recorded_by, reason, corrects)
      SELECT organization_id, gen_random_uuid(), facility_id, bed_id, kind, stay_id, episode_id, patient_id,
        tstzrange(lower(valid), \(time)), \(now), access.staff_member(), reason, id
      FROM clinic.occupation
      WHERE organization_id = (SELECT access.organization()) AND id = \(occupation) AND lower(valid) < \(time)
      """
    try await run(
      as: caller, Action("bed.release", needs: .bedHold, subject: occupation.rawValue), first: [end, past])
  }

  private func occupy(
    _ bed: Bed.ID, _ kind: OccupationKind, patient: Patient.ID?, during time: Interval, reason: Line?,
    occupation: Occupation.ID, as caller: Caller, once: Once<Occupation.ID>?
  ) async throws {
    let valid = PostgresRange(from: time.start, to: time.end)
    let insert: SQL = """
      INSERT INTO clinic.occupation (
        organization_id, id, facility_id, bed_id, kind, patient_id, valid, known_from, recorded_by, reason)
      SELECT organization_id, \(occupation), facility_id, id, \(kind), \(patient), \(valid), \(clock()),
        access.staff_member(), \(reason)
      FROM clinic.bed
      WHERE organization_id = (SELECT access.organization()) AND id = \(bed)
      """
    let action = Action(
      kind == .blocked ? .bedBlock : .bedHold, patients: patient.map { [$0] } ?? [], subject: bed.rawValue)
    try await explainingBedTaken(bed, during: valid, as: caller) {
      try await write(
        [Beds.mustExist(bed)] + (patient.map { [Patients.mustExist($0)] } ?? []) + [insert], as: caller,
        action, once: once, for: occupation)
    }
  }

  /// When the database refuses a bed, asks what stands in it, so that the refusal can say so.
  func explainingBedTaken<Result: Sendable>(
    _ bed: Bed.ID?, during time: PostgresRange<Date>, as caller: Caller, _ work: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await work()
    } catch let conflict as Conflict where conflict.code == "bed-taken" {
      guard let bed else { throw conflict }
      let obstacle = try await run(
        as: caller, Action(.bedRead, subject: bed.rawValue), Beds.obstacle(of: bed, during: time))
      throw obstacle ?? conflict
    }
  }
}

extension Beds {
  /// Ends the unit when there is no such bed where the caller works.
  static func mustExist(_ bed: Bed.ID) -> SQL {
    """
    SELECT access.insist(
      EXISTS (SELECT FROM clinic.bed WHERE organization_id = (SELECT access.organization()) AND id = \(bed)),
      'SW004', 'bed')
    """
  }
}
