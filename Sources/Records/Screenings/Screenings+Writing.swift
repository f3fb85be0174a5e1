import Clinic
import Foundation
import Postgres

extension Records {
  /// Records a screening with every answer and the score that its instrument derives.
  ///
  /// Throws `NotFound` for a person or an episode that is not there, `InvalidValue` or `InvalidValues` for answers that
  /// cannot be, a version that is not known and a time that lies ahead, and `InstrumentRetired`.
  package func record(
    _ draft: ScreeningDraft, id: Screening.ID, as caller: Caller, once: Once<ScoredScreening>? = nil
  ) async throws -> ScoredScreening {
    let now = clock()
    let action = Action(.screeningRecord, patients: [draft.patientID], subject: id.rawValue)
    let instrument = try await judging(action, as: caller) {
      if let at = draft.at, at > now { throw InvalidValue.inFuture("at") }
      return try InstrumentLibrary.shipped().find(draft.instrument, version: draft.version)
    }
    let at = draft.at ?? now
    let (found, pregnant, me, choice) = try await run(
      as: caller, Action(.patientRead, patients: [draft.patientID]), Patients.find(draft.patientID),
      Intakes.saysPregnant(draft.patientID, at: at), StaffMembers.me, InstrumentChoices.of(draft.instrument))
    guard let person = found else { throw NotFound("patient", field: "patient_id") }
    let bandSet = instrument.bandSet(choice)
    let score = try await judging(action, as: caller) {
      if choice?.isRetired == true || instrument.retirement != nil {
        throw InstrumentRetired(instrument.title, instead: instrument.retirement?.instead)
      }
      let age = person.age(at: at)
      try instrument.checkFitness(age: age, isPregnant: pregnant)
      let score = try instrument.score(
        draft.answers, sex: person.sex.value, age: age,
        substance: draft.substance,
        bandSet: bandSet)
      try score.check(draft.keepsSkipped, instrument)
      if !draft.confirmsUnlikely, let question = InvalidValues(instrument.doubts(about: draft.answers)) {
        throw question
      }
      return score
    }
    let screening = Screening(
      id: id, patientID: draft.patientID, episodeID: draft.episodeID, instrument: instrument.reference,
      substance: score.substance, at: draft.at ?? now, administration: draft.administration,
      recordedBy: me.id, answers: draft.answers)
    let row = ScreeningRow(id: id.rawValue, screening, score, bandSet: bandSet, of: instrument)
    let outcome = ScoredScreening(
      screening: screening, score: score, instrument: instrument, bandSet: bandSet)
    try await write(
      episodeExists(screening) + row.statements(at: now), moving: .found(ScoreRecord(screening, score)),
      of: screening.patientID, as: caller, action, once: once, for: outcome)
    return outcome
  }

  /// The check that the episode is one of the person.
  private func episodeExists(_ screening: Screening) -> [SQL] {
    guard let episode = screening.episodeID else { return [] }
    return [
      """
      SELECT access.insist(
        EXISTS (
          SELECT FROM clinic.episode
          WHERE organization_id = access.organization() AND id = \(episode)
            AND patient_id = \(screening.patientID)),
        'SW004', 'episode')
      """
    ]
  }
}

extension PatientRecord {
  /// The age in whole years at an instant; nil when the birth date is not known.
  func age(at instant: Date) -> Int? {
    birthDate.value.map { $0.years(until: Day(of: instant, in: .gmt)) }
  }
}

extension Score {
  /// Refuses answers to items that need not have been asked, unless they are meant.
  func check(_ keepsSkipped: Bool, _ instrument: Instrument) throws(InvalidValues) {
    if !keepsSkipped, let refusal = Clinic.answeredThoughSkipped(answeredThoughSkipped, of: instrument) {
      throw refusal
    }
  }
}
