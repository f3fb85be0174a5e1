import Clinic
import Foundation
import Postgres

extension Records {
  /// Records a screening with every answer and the score that `instrument` derived from them.
  package func record(
    _ screening: Screening, scored score: Score, by instrument: Instrument, as caller: Caller,
    once: Once<Screening>? = nil
  ) async throws {
    let now = clock()
    let insert: SQL = """
      INSERT INTO clinic.screening (
        organization_id, id, patient_id, episode_id, instrument, instrument_version, at, total, at_least,
        items_answered, items_required, band, flags, known_from, recorded_by)
      VALUES (
        access.organization(), \(screening.id), \(screening.patientID), \(screening.episodeID),
        \(screening.instrument.slug), \(screening.instrument.version), \(screening.at), \(score.total.value),
        \(score.total.value == nil ? score.total.atLeast : nil),
        \(score.completeness.answered), \(score.completeness.required), \(score.band?.label),
        \(score.flags.map(\.slug)), \(now), access.staff_member())
      """
    let items = screening.answers.keys.sorted()
    let questions = items.map { number in instrument.items.first { $0.number == number }?.question }
    let given = items.map { screening.answers[$0]?.value }
    let missing = items.map { screening.answers[$0]?.missing }
    let answers: SQL = """
      INSERT INTO clinic.screening_answer (organization_id, screening_id, item, question, value, missing)
      SELECT access.organization(), \(screening.id), item, question, value, missing::reference.missing_reason
      FROM unnest(\(items)::smallint[], \(questions)::text[], \(given)::smallint[], \(missing)::text[])
        AS answer (item, question, value, missing)
      """
    let action = Action(.screeningRecord, patients: [screening.patientID], subject: screening.id.rawValue)
    let episode: [SQL] =
      screening.episodeID.map { episode in
        [
          """
          SELECT access.insist(
            EXISTS (
              SELECT FROM clinic.episode
              WHERE organization_id = access.organization() AND id = \(episode)
                AND patient_id = \(screening.patientID)),
            'SW004', 'episode')
          """
        ]
      } ?? []
    try await write(episode + [insert, answers], as: caller, action, once: once, for: screening)
  }
}
