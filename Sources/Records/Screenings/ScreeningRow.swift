import Clinic
import Foundation
import Postgres

/// A row of a screening that is about to be written.
struct ScreeningRow {
  let id: UUID
  let screening: Screening
  let score: Score
  let bandSet: String?
  /// What it follows, and why; nil for the first row.
  var change: Change?

  struct Change {
    let old: ScreeningRecord
    let reason: Note
  }

  /// The statements that write it with its answers, and end the time of the row before it.
  ///
  /// Somebody who was faster is noticed.
  func statements(at now: Date) -> [SQL] { [close(at: now), insert(at: now), answers].compactMap(\.self) }

  private func insert(at now: Date) -> SQL {
    """
    INSERT INTO clinic.screening (
      organization_id, id, first_id, patient_id, episode_id, instrument, instrument_version, substance, at,
      manner, administered_by, total, at_least, items_answered, items_required, band, band_set, flags, known_from,
      recorded_by, cause, reason, corrects)
    VALUES (
      access.organization(), \(id), \(change == nil ? nil : screening.id), \(screening.patientID),
      \(screening.episodeID), \(screening.instrument.slug), \(screening.instrument.version), \(screening.substance),
      \(screening.at), \(screening.administration.manner), \(screening.administration.by), \(score.storedTotal),
      \(score.storedBound), \(score.completeness.answered), \(score.completeness.required), \(score.storedBand),
      \(bandSet), \(score.flags.map(\.slug))::text[], \(now), access.staff_member(), \(cause),
      \(change?.reason), \(change?.old.known.row))
    """
  }

  private var cause: ScreeningRecord.Cause? { change.map { _ in .correction } }

  private func close(at now: Date) -> SQL? {
    guard let change else { return nil }
    return """
      WITH old AS (
        UPDATE clinic.screening SET known_to = \(now)
        WHERE organization_id = access.organization() AND id = \(change.old.known.row) AND known_to = 'infinity'
        RETURNING id
      )
      SELECT access.insist(EXISTS (SELECT FROM old), 'SW003', 'screening')
      """
  }

  private var answers: SQL {
    let items = screening.answers.keys.sorted()
    return """
      INSERT INTO clinic.screening_answer (organization_id, screening_id, item, question, value, missing)
      SELECT access.organization(), \(id), item, question, value, missing::reference.missing_reason
      FROM unnest(
        \(items)::smallint[], \(items.map { questions[$0] ?? "" })::text[],
        \(items.map { screening.answers[$0]?.value })::smallint[],
        \(items.map { screening.answers[$0]?.missing?.rawValue })::text[]
      ) AS answer (item, question, value, missing)
      """
  }

  /// The identities of the questions across instruments, by number of the item.
  let questions: [Int16: String]

  init(
    id: UUID, _ screening: Screening, _ score: Score, bandSet: String?, of instrument: Instrument,
    change: Change? = nil
  ) {
    self.id = id
    self.screening = screening
    self.score = score
    self.bandSet = bandSet
    self.change = change
    questions = Dictionary(
      instrument.items.map { ($0.number, $0.question) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Score {
  /// The total as it is stored; nil when it is not complete.
  package var storedTotal: Int16? { total?.value.map { Int16(clamping: $0) } }

  /// The least that the total can be while it is not complete; nil where there is none.
  package var storedBound: Int16? {
    total.flatMap { $0.value == nil ? Int16(clamping: $0.atLeast) : nil }
  }

  /// The band as it is stored, or the outcome of a sorting.
  package var storedBand: String? { reading }
}

extension Instrument {
  /// Derives a score by the set of bands that the clinic has chosen.
  func score(
    _ answers: Screening.Answers, sex: Sex?, age: Int? = nil, substance: String?, bandSet: String?
  ) throws -> Score {
    try score(
      answers, sex: sex.map { .value($0) } ?? .missing(.unknown), age: age, substance: substance,
      bandSet: bandSet)
  }

  /// The name of the set of bands that a result is read by; nil where only one is published.
  package func bandSet(_ choice: InstrumentChoice?) -> String? {
    bandSetSlugs.count > 1 ? choice?.bandSet ?? scales.first?.bandSets.first?.slug : nil
  }
}
