import Clinic
import Foundation
import Postgres

extension Records {
  /// Asks somebody to take a person over after a stay.
  ///
  /// Throws `NotFound` when there is no such stay.
  package func offer(_ handOff: HandOff, as caller: Caller, once: Once<HandOff>? = nil) async throws {
    let record = try await stay(handOff.stayID, as: caller)
    var (staff, place): (Staff.ID?, Line?)
    switch handOff.receiver {
    case .staff(let id, _): staff = id
    case .outside(name: _, place: let there): place = there
    }
    let insert: SQL = """
      INSERT INTO clinic.hand_off (
        organization_id, id, hand_off_id, stay_id, episode_id, patient_id, facility_id, to_name, to_staff_id, to_place,
        offered_at, note, known_from, recorded_by)
      VALUES (
        access.organization(), gen_random_uuid(), \(handOff.id), \(handOff.stayID), \(record.stay.episodeID),
        \(record.patientID), \(record.facilityID), \(handOff.receiver.name), \(staff), \(place),
        \(handOff.offeredAt), \(handOff.note), \(clock()), access.staff_member())
      """
    try await write(
      [insert], as: caller,
      Action(
        "hand_off.offer", needs: .stepDownWork, patients: [record.patientID], subject: handOff.id.rawValue),
      once: once, for: handOff)
  }

  /// Writes down what was answered to a hand-off.
  ///
  /// Throws `NotTheReceiver` when it is offered to another member of staff, and a `Conflict` when it was answered before.
  package func answer(
    _ id: HandOff.ID, _ answer: HandOff.Answer, note: Line?, as caller: Caller,
    once: Once<HandOff.Answer>? = nil
  ) async throws {
    let now = clock()
    let replace: SQL = """
      WITH mine AS (
        SELECT answer FROM clinic.hand_off
        WHERE organization_id = (SELECT access.organization()) AND hand_off_id = \(id) AND known_to = 'infinity'
      ),
      old AS (
        UPDATE clinic.hand_off SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND hand_off_id = \(id) AND known_to = 'infinity'
          AND answer IS NULL
        RETURNING *
      ),
      new AS (
        INSERT INTO clinic.hand_off (
          organization_id, id, hand_off_id, stay_id, episode_id, patient_id, facility_id, to_name, to_staff_id, to_place,
          offered_at, answer, answered_at, answered_by, note, known_from, recorded_by, corrects)
        SELECT organization_id, gen_random_uuid(), hand_off_id, stay_id, episode_id, patient_id, facility_id, to_name,
          to_staff_id, to_place, offered_at, \(answer.kind), \(answer.at), access.staff_member(),
          coalesce(\(note), note), \(now), access.staff_member(), id
        FROM old
      )
      SELECT access.insist(EXISTS (SELECT FROM mine), 'SW004', 'hand-off'),
        access.insist((SELECT answer FROM mine) IS NULL AND EXISTS (SELECT FROM old), 'SW005', 'hand-off')
      """
    try await write(
      [replace], as: caller,
      Action("hand_off.answer", needs: .stepDownWork, subject: id.rawValue), once: once, for: answer)
  }
}

extension HandOff.Kind: PostgresEncodable, PostgresDecodable {}
