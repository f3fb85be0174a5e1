import Clinic
import Foundation
import Postgres

/// For whom a bed is kept: somebody with a chart, or somebody who has only called yet.
package enum BedSeeker: Sendable, Hashable {
  case patient(Patient.ID)
  case enquiry(Enquiry.ID)

  package var patientID: Patient.ID? {
    if case .patient(let id) = self { id } else { nil }
  }

  package var enquiryID: Enquiry.ID? {
    if case .enquiry(let id) = self { id } else { nil }
  }
}

extension Records {
  /// Keeps a bed for somebody until a deadline, at which the hold ends by itself.
  ///
  /// Throws `BedTaken`, which says what stands in the way and until when, and `HoldTooLong`.
  package func hold(
    _ bed: Bed.ID, for seeker: BedSeeker?, from start: Date, until end: Date, reason: Line?,
    occupation: Occupation.ID, as caller: Caller, once: Once<Occupation.ID>? = nil
  ) async throws {
    try await occupy(
      bed, .hold, for: seeker, during: Interval(start: start, end: end), reason: reason,
      occupation: occupation, as: caller, once: once)
  }

  /// Keeps a bed for somebody who is to arrive, from then until a deadline.
  ///
  /// An admission into the bed takes it over. Where nobody comes it ends by itself at the deadline, like a hold.
  /// Throws `BedTaken`, which says what stands in the way and until when, and `HoldTooLong`.
  package func planArrival(
    in bed: Bed.ID, of seeker: BedSeeker, at arrival: Date, until end: Date, reason: Line?,
    occupation: Occupation.ID, as caller: Caller, once: Once<Occupation.ID>? = nil
  ) async throws {
    try await occupy(
      bed, .planned, for: seeker, during: Interval(start: arrival, end: end), reason: reason,
      occupation: occupation, as: caller, once: once)
  }

  /// Takes a bed out of use for a while: repair, cleaning.
  ///
  /// Throws `BedTaken`, which says what stands in the way and until when.
  package func block(
    _ bed: Bed.ID, during time: Interval, cause: BlockCause = .other, reason: Line?,
    occupation: Occupation.ID, as caller: Caller, once: Once<Occupation.ID>? = nil
  ) async throws {
    try await occupy(
      bed, .blocked, for: nil, during: time, cause: cause, reason: reason, occupation: occupation, as: caller,
      once: once)
  }

  /// Ends a hold, a planned arrival or a block before its time; what was true until then stays on record.
  ///
  /// Throws `NotFound` when there is no such thing going on at `time`.
  package func release(_ occupation: Occupation.ID, at time: Date, as caller: Caller) async throws {
    let now = clock()
    let end: SQL = """
      WITH old AS (
        UPDATE clinic.occupation SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND id = \(occupation) AND known_to = 'infinity'
          AND kind IN ('hold', 'planned', 'blocked') AND (upper_inf(valid) OR upper(valid) > \(time))
        RETURNING id
      )
      SELECT access.insist(EXISTS (SELECT FROM old), 'SW004', 'hold or block that goes on')
      """
    let past: SQL = """
      INSERT INTO clinic.occupation (
        organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, enquiry_id, valid,
        known_from, recorded_by, cause, reason, corrects)
      SELECT organization_id, gen_random_uuid(), facility_id, bed_id, kind, stay_id, episode_id, patient_id,
        enquiry_id, tstzrange(lower(valid), \(time)), \(now), access.staff_member(), cause, reason, id
      FROM clinic.occupation
      WHERE organization_id = (SELECT access.organization()) AND id = \(occupation) AND lower(valid) < \(time)
      """
    let tell: SQL = """
      SELECT access.tell_board(facility_id) FROM clinic.occupation
      WHERE organization_id = (SELECT access.organization()) AND id = \(occupation)
      """
    try await run(
      as: caller, Action("bed.release", needs: .bedHold, subject: occupation.rawValue),
      first: [end, past, tell])
  }

  private func occupy(
    _ bed: Bed.ID, _ kind: OccupationKind, for seeker: BedSeeker?, during time: Interval,
    cause: BlockCause? = nil, reason: Line?, occupation: Occupation.ID, as caller: Caller,
    once: Once<Occupation.ID>?
  ) async throws {
    let valid = PostgresRange(from: time.start, to: time.end)
    let insert: SQL = """
      INSERT INTO clinic.occupation (
        organization_id, id, facility_id, bed_id, kind, patient_id, enquiry_id, valid, known_from, recorded_by, cause,
        reason)
      SELECT organization_id, \(occupation), facility_id, id, \(kind), \(seeker?.patientID), \(seeker?.enquiryID),
        \(valid), \(clock()), access.staff_member(), \(cause), \(reason)
      FROM clinic.bed
      WHERE organization_id = (SELECT access.organization()) AND id = \(bed)
      """
    let action = Action(
      kind == .blocked ? .bedBlock : .bedHold, patients: seeker?.patientID.map { [$0] } ?? [],
      subject: bed.rawValue)
    let checks =
      [Beds.mustExist(bed)] + (seeker.map { [$0.mustExist] } ?? [])
      + (kind == .blocked ? [] : [Beds.mustBeShort(time, in: bed)])
    try await explainingBedTaken(bed, during: valid, as: caller) {
      try await write(
        checks + [insert, Beds.tellBoard(of: bed)], as: caller, action, once: once, for: occupation)
    }
  }
}

extension BedSeeker {
  /// Ends the unit when there is no such person, or no such call, for the caller.
  fileprivate var mustExist: SQL {
    switch self {
    case .patient(let id): Patients.mustExist(id)
    case .enquiry(let id): "SELECT access.insist(access.has_enquiry(\(id)), 'SW004', 'enquiry')"
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

  /// Ends the unit when the bed's facility does not keep a bed for so long.
  fileprivate static func mustBeShort(_ time: Interval, in bed: Bed.ID) -> SQL {
    let hours = (time.end ?? .distantFuture).timeIntervalSince(time.start) / 3_600
    return """
      SELECT access.insist(
        \(hours) <= f.longest_hold_hours, 'SW010', 'hold-too-long ' || f.longest_hold_hours)
      FROM clinic.bed AS b
      JOIN clinic.facility AS f ON f.organization_id = b.organization_id AND f.id = b.facility_id
      WHERE b.organization_id = (SELECT access.organization()) AND b.id = \(bed)
      """
  }

  /// Tells whoever watches the board of a bed's facility that something of it has changed.
  static func tellBoard(of bed: Bed.ID) -> SQL {
    """
    SELECT access.tell_board(facility_id) FROM clinic.bed
    WHERE organization_id = (SELECT access.organization()) AND id = \(bed)
    """
  }
}
