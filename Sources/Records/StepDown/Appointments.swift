import Clinic
import Foundation
import Postgres

/// Queries about appointments.
package enum Appointments {
  /// The appointments of an episode, in order of time; those entered in error are left out.
  package static func of(_ episode: Episode.ID) -> Query<[Appointment]> {
    .all(
      """
      SELECT appointment_id, episode_id, at, place, with_name, state
      FROM clinic.appointment
      WHERE organization_id = (SELECT access.organization()) AND episode_id = \(episode) AND known_to = 'infinity'
        AND state <> 'entered_in_error'
      ORDER BY at, appointment_id
      """
    ) { row in
      Appointment(
        id: try row["appointment_id"], episodeID: try row["episode_id"], at: try row["at"],
        place: try row["place"], with: try row["with_name"], state: try row["state"])
    }
  }
}

extension Records {
  /// Makes an appointment for somebody after a stay.
  ///
  /// Throws `NotFound` when there is no such episode.
  package func make(
    _ appointment: Appointment, as caller: Caller, once: Once<Appointment>? = nil
  ) async throws {
    let episode = appointment.episodeID
    let found = try await run(
      as: caller, Action(.episodeRead, subject: episode.rawValue), Episodes.find(episode))
    guard let record = found?.episode else { throw NotFound("episode") }
    let insert: SQL = """
      INSERT INTO clinic.appointment (
        organization_id, id, appointment_id, episode_id, patient_id, facility_id, at, place, with_name, state, known_from,
        recorded_by)
      VALUES (
        access.organization(), gen_random_uuid(), \(appointment.id), \(episode), \(record.patientID),
        \(record.facilityID), \(appointment.at), \(appointment.place), \(appointment.with), \(appointment.state),
        \(clock()), access.staff_member())
      """
    try await write(
      [insert], as: caller,
      Action(
        "appointment.make", needs: .stepDownWork, patients: [record.patientID],
        subject: appointment.id.rawValue),
      once: once, for: appointment)
  }

  /// Writes down what became of an appointment; what was written down before stays readable as known then.
  ///
  /// Throws `NotFound` when there is none, and `InvalidValue` when it is said to be kept or missed ahead of its time.
  package func settle(
    _ id: Appointment.ID, as state: Appointment.State, reason: Line?, by caller: Caller
  ) async throws {
    let now = clock()
    let replace: SQL = """
      WITH old AS (
        UPDATE clinic.appointment SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND appointment_id = \(id) AND known_to = 'infinity'
        RETURNING *
      ),
      new AS (
        INSERT INTO clinic.appointment (
          organization_id, id, appointment_id, episode_id, patient_id, facility_id, at, place, with_name, state, known_from,
          recorded_by, reason, corrects)
        SELECT organization_id, gen_random_uuid(), appointment_id, episode_id, patient_id, facility_id, at, place,
          with_name, \(state), \(now), access.staff_member(), \(reason), id
        FROM old
      )
      SELECT access.insist(EXISTS (SELECT FROM old), 'SW004', 'appointment')
      """
    try await run(
      as: caller, Action("appointment.settle", needs: .stepDownWork, subject: id.rawValue), first: [replace])
  }
}

extension Appointment.State: PostgresEncodable, PostgresDecodable {}
