import Clinic
import Foundation
import Postgres

/// All that the chart of a person shows.
package struct Chart: Sendable {
  package let patient: PatientRecord
  package let details: [PatientDetail]
  package let intake: Intake?
  package let substances: [SubstanceUse]
  package let episodes: [EpisodeRecord]
  package let screenings: [ScreeningRecord]
  /// Nil where the caller may not read them, which is not the same as that there are none.
  package let allergies: Allergies?
}

extension Records {
  /// The chart of a person as it stands now, read in one round trip.
  ///
  /// Throws `NotFound` when there is no such patient, or the chart is closed to the caller.
  package func chart(of id: Patient.ID, as caller: Caller) async throws -> Chart {
    let now = clock()
    let (found, details, intake, substances, episodes, screenings, allergies) = try await run(
      as: caller, Action(.patientRead, patients: [id]), Patients.find(id), Patients.details(of: id),
      Intakes.latest(of: id), Intakes.substances(of: id), Episodes.of(id, at: now), Screenings.of(id),
      AllergyList.of(id, ifHeldAt: now))
    guard let patient = found else { throw NotFound("patient") }
    return Chart(
      patient: patient, details: details, intake: intake, substances: substances, episodes: episodes,
      screenings: screenings, allergies: allergies)
  }
}
