import Clinic
import Foundation
import Postgres

/// Queries about who cares for whom.
package enum CareTeams {
  /// The care team of a patient at an instant, by name.
  package static func of(_ patient: Patient.ID, at instant: Date) -> Query<[CareTeamMember]> {
    .all(
      """
      SELECT t.id, t.patient_id, t.staff_id, s.handle, s.name, lower(t.valid) AS since
      FROM access.care_team AS t
      JOIN access.staff AS s ON s.organization_id = t.organization_id AND s.id = t.staff_id
      WHERE t.organization_id = (SELECT access.organization()) AND t.patient_id = \(patient)
        AND t.valid @> \(instant)
      ORDER BY s.name, t.id
      """
    ) { row in
      CareTeamMember(
        id: try row["id"], patientID: try row["patient_id"], staffID: try row["staff_id"],
        handle: try row["handle"], name: try row["name"], since: try row["since"])
    }
  }
}

extension Records {
  /// Says that a member of staff, named by handle, cares for a patient from now on.
  ///
  /// Throws `NotFound` for a patient whose chart is closed to the caller, and for a handle that nobody has; a `Conflict`
  /// where the member is of the team already.
  package func join(
    _ handle: String, to patient: Patient.ID, as caller: Caller, id: CareTeamMember.ID,
    once: Once<CareTeamMember.ID>? = nil
  ) async throws {
    let insert: SQL = """
      WITH member AS (
        SELECT id FROM access.staff
        WHERE organization_id = (SELECT access.organization()) AND handle = \(handle) AND disabled_at IS NULL
      ),
      added AS (
        INSERT INTO access.care_team (organization_id, id, patient_id, staff_id, valid, added_by)
        SELECT access.organization(), \(id), \(patient), member.id, tstzrange(\(clock()), NULL), access.staff_member()
        FROM member
      )
      SELECT access.insist(EXISTS (SELECT FROM member), 'SW004', 'member of staff')
      """
    try await write(
      [Patients.mustExist(patient), insert], as: caller, Action(.careTeamAssign, patients: [patient]),
      once: once, for: id)
  }

  /// Says that a member of staff no longer cares for a patient.
  ///
  /// Throws `NotFound` where it is not so.
  package func leave(_ handle: String, from patient: Patient.ID, as caller: Caller) async throws {
    let now = clock()
    let end: SQL = """
      WITH ended AS (
        UPDATE access.care_team AS t
        SET valid = tstzrange(lower(t.valid), greatest(\(now), lower(t.valid) + interval '1 microsecond'))
        FROM access.staff AS s
        WHERE s.organization_id = (SELECT access.organization()) AND s.handle = \(handle)
          AND t.organization_id = s.organization_id AND t.staff_id = s.id AND t.patient_id = \(patient)
          AND t.valid @> \(now)
        RETURNING t.id
      )
      SELECT access.insist(EXISTS (SELECT FROM ended), 'SW004', 'member of the care team')
      """
    try await run(
      as: caller, Action("care_team.remove", needs: .careTeamAssign, patients: [patient]),
      first: [Patients.mustExist(patient), end])
  }
}
