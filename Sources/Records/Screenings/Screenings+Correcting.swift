import Clinic
import Foundation
import Postgres

/// What is to be different about a screening; what is nil stays as it was.
package struct ScreeningCorrection: Sendable, Hashable {
  /// The answers that were wrong, as they should have been.
  package let answers: Screening.Answers
  package let at: Date?
  package let administration: Administration?
  package let keepsSkipped: Bool
  package let confirmsUnlikely: Bool
  package let reason: Note

  package init(
    answers: Screening.Answers = [:], at: Date? = nil, administration: Administration? = nil,
    keepsSkipped: Bool = false, confirmsUnlikely: Bool = false, reason: Note
  ) {
    self.answers = answers
    self.at = at
    self.administration = administration
    self.keepsSkipped = keepsSkipped
    self.confirmsUnlikely = confirmsUnlikely
    self.reason = reason
  }
}

extension Records {
  /// Corrects a screening, which is scored again by the version it was recorded with; what was known before stays readable.
  ///
  /// Throws `NotFound`, `Stale` when somebody was faster, `InvalidValue` when nothing is to change, and what recording
  /// throws. One that was entered in error is not corrected any more.
  package func correct(
    _ id: Screening.ID, _ correction: ScreeningCorrection, as caller: Caller,
    once: Once<ScoredScreening>? = nil
  ) async throws -> ScoredScreening {
    let now = clock()
    let (old, person, pregnant) = try await find(id, at: correction.at, as: caller)
    let was = old.screening
    let action = Action(
      "screening.correct", needs: .screeningRecord, patients: [was.patientID], subject: id.rawValue)
    let answers = was.answers.merging(correction.answers) { $1 }
    let screening = Screening(
      id: id, patientID: was.patientID, episodeID: was.episodeID, instrument: was.instrument,
      substance: was.substance, at: correction.at ?? was.at,
      administration: correction.administration ?? was.administration, recordedBy: was.recordedBy,
      answers: answers)
    let (instrument, score) = try await judging(action, as: caller) {
      if let at = correction.at, at > now { throw InvalidValue.inFuture("at") }
      if screening == was {
        throw InvalidValue(
          "nothing-changes", field: nil, problem: "changes nothing",
          remedy: "Give the answers that were wrong, as they should have been.")
      }
      let instrument = try InstrumentLibrary.shipped().find(
        was.instrument.slug, version: was.instrument.version)
      let age = person.age(at: screening.at)
      try instrument.checkFitness(age: age, isPregnant: pregnant)
      let score = try instrument.score(
        answers, sex: person.sex.value, age: age, substance: was.substance,
        bandSet: old.bandSet)
      try score.check(correction.keepsSkipped, instrument)
      let doubts = instrument.doubts(about: correction.answers)
      if !correction.confirmsUnlikely, let question = InvalidValues(doubts) { throw question }
      return (instrument, score)
    }
    let row = ScreeningRow(
      id: UUID(), screening, score, bandSet: old.bandSet, of: instrument,
      change: .init(old: old, reason: correction.reason))
    let outcome = ScoredScreening(
      screening: screening, score: score, instrument: instrument, bandSet: old.bandSet)
    try await write(
      row.statements(at: now), moving: .found(ScoreRecord(screening, score)), of: was.patientID, as: caller,
      action,
      once: once, for: outcome)
    return outcome
  }

  /// Marks a screening as one that was never made, such as one of the wrong person; it stays readable as known then.
  ///
  /// Throws `NotFound`, and a `Conflict` when that was done before.
  package func enterInError(_ id: Screening.ID, reason: Note, as caller: Caller) async throws {
    let now = clock()
    let old = try await find(id, at: nil, as: caller).record
    let replace: SQL = """
      WITH old AS (
        UPDATE clinic.screening SET known_to = \(now)
        WHERE organization_id = access.organization() AND id = \(old.known.row) AND known_to = 'infinity'
        RETURNING *
      ),
      new AS (
        INSERT INTO clinic.screening (
          organization_id, id, first_id, answers_of, patient_id, episode_id, instrument, instrument_version, substance,
          at, manner, administered_by, total, at_least, items_answered, items_required, band, band_set, flags, state,
          known_from, recorded_by, cause, reason, corrects)
        SELECT organization_id, gen_random_uuid(), known_as, sheet_id, patient_id, episode_id, instrument,
          instrument_version, substance, at, manner, administered_by, total, at_least, items_answered, items_required,
          band, band_set, flags, 'entered_in_error', \(now), access.staff_member(), 'entered_in_error', \(reason), id
        FROM old
      )
      SELECT access.insist(EXISTS (SELECT FROM old), 'SW003', 'screening')
      """
    let patient = old.screening.patientID
    try await write(
      [replace], moving: .gone(id, at: old.screening.at), of: patient, as: caller,
      Action("screening.enter_in_error", needs: .screeningRecord, patients: [patient], subject: id.rawValue),
      once: Once<Bool>?.none, for: true)
  }

  /// The screening as it is known, with its person; throws a `Conflict` when it was entered in error.
  private func find(
    _ id: Screening.ID, at time: Date?, as caller: Caller
  ) async throws -> (record: ScreeningRecord, person: PatientRecord, isPregnant: Bool) {
    let found = try await run(as: caller, Action(.screeningRead, subject: id.rawValue), Screenings.find(id))
    guard let record = found else { throw NotFound("screening") }
    guard record.state == .recorded else {
      throw Conflict(
        "entered-in-error", message: "The screening was entered in error.",
        remedy: "Record another one; what was known of this one can still be read.")
    }
    let patient = record.screening.patientID
    let (person, pregnant) = try await run(
      as: caller, Action(.patientRead, patients: [patient]), Patients.find(patient),
      Intakes.saysPregnant(patient, at: time ?? record.screening.at))
    guard let person else { throw NotFound("patient") }
    return (record, person, pregnant)
  }
}
