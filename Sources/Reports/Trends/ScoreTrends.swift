import Clinic
import Foundation
import Records

/// Which scores of a person are looked at over time.
package struct TrendRequest: Sendable {
  package let patientID: Patient.ID
  /// The slug of the instrument.
  package let instrument: String
  /// The total when nil, or the first scale where there is none.
  package let scale: String?
  /// Needed where there are screenings about several.
  package let substance: String?
  /// Only what was answered from then on.
  package let since: Date?

  package init(
    patientID: Patient.ID, instrument: String, scale: String? = nil, substance: String? = nil,
    since: Date? = nil
  ) {
    self.patientID = patientID
    self.instrument = instrument
    self.scale = scale
    self.substance = substance
    self.since = since
  }
}

/// Scores over time.
package enum ScoreTrends {
  /// Reads the trend of one scale for a person.
  ///
  /// Throws `NotFound` when there is no such person, and `InvalidValue` for an instrument or a scale that is not there, and
  /// where the screenings are about several substances and none is named.
  package static func run(
    _ request: TrendRequest, on records: Records, as caller: Caller
  ) async throws -> ScoreTrend {
    let action = Action("screening.trend", needs: .patientRead, patients: [request.patientID])
    let library = try InstrumentLibrary.shipped()
    let instrument = try await records.judging(action, as: caller) {
      let instrument = try library.find(request.instrument)
      _ = try instrument.scale(request.scale, of: nil)
      return instrument
    }
    let (person, all, stays, choice) = try await records.run(
      as: caller, action, Patients.find(request.patientID),
      Screenings.of(request.patientID, instrument: request.instrument), Stays.of(request.patientID),
      InstrumentChoices.of(request.instrument))
    guard person != nil else { throw NotFound("patient", field: "patient_id") }
    let substances = Set(all.compactMap(\.screening.substance)).sorted()
    if request.substance == nil, substances.count > 1 {
      throw InvalidValue(
        "substance-needed", field: "substance", problem: "is missing, and the screenings are about several",
        remedy: "Name one of \(substances.listing).")
    }
    let form = try (request.substance ?? substances.first).flatMap { try instrument.form(of: $0) }
    let substance = form?.slug
    let scale = try instrument.scale(request.scale, of: form)
    let shown = all.filter { record in
      (substance == nil || record.screening.substance == substance)
        && (request.since.map { record.screening.at >= $0 } ?? true)
    }
    return ScoreTrend(
      shown, on: scale, of: instrument, substance: substance,
      bandSet: instrument.bandSet(choice), stays: stays,
      zone: stays.last?.timeZone ?? .gmt, library: library)
  }
}

extension Instrument {
  /// The scale of that name; the total, or the first, without one.
  ///
  /// The total may be another one for a substance.
  fileprivate func scale(_ slug: String?, of form: SubstanceForm?) throws(InvalidValue) -> Scale {
    let scales = (form?.total ?? total).map { [$0] + subscales } ?? scales
    let found = scales.first { slug == nil || $0.slug == slug }
    guard let found else {
      throw InvalidValue(
        "unknown-scale", field: "scale",
        problem: scales.isEmpty
          ? "cannot be read over time: \(title) has no sum" : "is not a scale of \(title)",
        remedy: scales.isEmpty
          ? "Look at the screenings one by one." : "Use one of \(scales.map(\.slug).listing).")
    }
    return found
  }
}
