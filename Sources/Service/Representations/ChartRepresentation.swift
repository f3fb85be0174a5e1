import Clinic
import Records

/// All that the chart of a person shows.
package struct ChartRepresentation: Representation {
  let patient: PatientRecord
  let details: [PatientDetail]
  let intake: Intake?
  let substances: [SubstanceUse]
  let episodes: [EpisodeRecord]
  let screenings: [ScreeningRecord]
  /// Nil where the caller may not read them.
  let allergies: Allergies?

  package init(
    _ patient: PatientRecord, details: [PatientDetail], intake: Intake?, substances: [SubstanceUse],
    episodes: [EpisodeRecord], screenings: [ScreeningRecord], allergies: Allergies?
  ) {
    self.patient = patient
    self.details = details
    self.intake = intake
    self.substances = substances
    self.episodes = episodes
    self.screenings = screenings
    self.allergies = allergies
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("patient", PatientRepresentation(patient))
      json.field("details", details.map(PatientDetailRepresentation.init))
      json.field("intake", intake.map(IntakeRepresentation.init))
      json.field("substances", substances.map(SubstanceUseRepresentation.init))
      json.field("episodes", episodes.map { EpisodeRepresentation($0) })
      json.field("screenings", screenings.map { ScreeningRepresentation($0) })
      if let allergies {
        json.field("allergies", AllergiesRepresentation(allergies))
      } else {
        json.field("not_shown", ["allergies"])
      }
    }
  }
}
