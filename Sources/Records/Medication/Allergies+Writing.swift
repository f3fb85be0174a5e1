import Clinic
import Foundation
import Postgres

extension Records {
  /// Writes down an allergy, that none is known, or that nobody knows.
  ///
  /// An allergy takes the place of the other two. Throws `NotFound`, and a `Conflict` when it is known already, or when
  /// there are allergies and none is said to be known.
  package func record(
    _ statement: AllergyStatement, of patient: Patient.ID, id: Allergy.ID, as caller: Caller,
    once: Once<Allergy.ID>? = nil
  ) async throws {
    let now = clock()
    let found = try await run(as: caller, Action(.patientRead, patients: [patient]), Patients.find(patient))
    guard found != nil else { throw NotFound("patient") }
    var statements = [MedicationLock.patient(patient)]
    let insert: (String, Line?, DrugCode?, Line?) -> SQL = { kind, substance, code, reaction in
      """
      INSERT INTO clinic.allergy (
        organization_id, id, patient_id, kind, substance, code, reaction, known_from, recorded_by)
      VALUES (
        access.organization(), \(id), \(patient), \(kind), \(substance), \(code), \(reaction), \(now),
        access.staff_member())
      """
    }
    switch statement {
    case .allergy(let substance, let code, let reaction):
      statements += [
        end(of: patient, except: "allergy", at: now), insert("allergy", substance, code, reaction),
      ]
    case .noneKnown:
      statements += [end(of: patient, only: "unknown", at: now), insert("none_known", nil, nil, nil)]
    case .unknown:
      statements += [end(of: patient, only: "none_known", at: now), insert("unknown", nil, nil, nil)]
    }
    try await write(
      statements, as: caller, Action(.allergyRecord, patients: [patient], subject: id.rawValue), once: once,
      for: id)
  }

  /// Takes back an allergy that was written down wrongly; it stays readable as known then.
  ///
  /// Throws `NotFound` when there is none that counts.
  package func retract(
    _ id: Allergy.ID, reason: Line, as caller: Caller, once: Once<Allergy.ID>? = nil
  ) async throws {
    let now = clock()
    let close: SQL = """
      WITH old AS (
        UPDATE clinic.allergy SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND id = \(id) AND known_to = 'infinity'
        RETURNING *
      ),
      why AS (
        INSERT INTO clinic.allergy (
          organization_id, id, patient_id, kind, substance, code, reaction, known_from, known_to, recorded_by, reason,
          corrects)
        SELECT organization_id, gen_random_uuid(), patient_id, kind, substance, code, reaction, \(now), \(now),
          access.staff_member(), \(reason), id
        FROM old
      )
      SELECT access.insist(EXISTS (SELECT FROM old), 'SW004', 'allergy')
      """
    try await write(
      [close], as: caller, Action("allergy.retract", needs: .allergyRecord, subject: id.rawValue), once: once,
      for: id)
  }

  private func end(of patient: Patient.ID, except kind: String, at now: Date) -> SQL {
    """
    UPDATE clinic.allergy SET known_to = \(now)
    WHERE organization_id = (SELECT access.organization()) AND patient_id = \(patient) AND known_to = 'infinity'
      AND kind <> \(kind)
    """
  }

  private func end(of patient: Patient.ID, only kind: String, at now: Date) -> SQL {
    """
    UPDATE clinic.allergy SET known_to = \(now)
    WHERE organization_id = (SELECT access.organization()) AND patient_id = \(patient) AND known_to = 'infinity'
      AND kind = \(kind)
    """
  }
}
