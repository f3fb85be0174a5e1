import Clinic
import Foundation
import Postgres

/// What happens to a score that a protocol may go by.
enum ScoreMove {
  /// It is recorded, or corrected.
  case found(ScoreRecord)
  /// It was entered in error.
  case gone(Screening.ID, at: Date)

  var id: Screening.ID {
    switch self {
    case .found(let score): score.id
    case .gone(let id, at: _): id
    }
  }

  var at: Date {
    switch self {
    case .found(let score): score.at
    case .gone(_, let at): at
    }
  }
}

extension ScoreRecord {
  /// A screening that is being recorded, with what its answers come to.
  init(_ screening: Screening, _ score: Score) {
    self.init(
      id: screening.id, instrument: screening.instrument.slug, version: screening.instrument.version,
      at: screening.at, total: score.storedTotal.map { Int($0) }, atLeast: score.total?.atLeast,
      band: score.storedBand, flags: score.flags.map(\.slug))
  }
}

extension ScoreRecord {
  /// The same score, made anew by a version of the instrument.
  fileprivate func renewed(_ figures: DerivedFigures, version: String) -> ScoreRecord {
    ScoreRecord(
      id: id, instrument: instrument, version: version, at: at, total: figures.total.map { Int($0) },
      atLeast: figures.atLeast.map { Int($0) } ?? figures.total.map { Int($0) }, band: figures.band,
      flags: figures.flags)
  }
}

extension Records {
  /// Writes a score with what is due after it, as one unit.
  ///
  /// Where a protocol runs for the person, it goes by the new score from the same instant on.
  func write<Outcome: Sendable>(
    _ statements: [SQL], moving move: ScoreMove, of patient: Patient.ID, as caller: Caller, _ action: Action,
    once: Once<Outcome>?, for outcome: Outcome
  ) async throws {
    // Of several at once one gets on in every round.
    var attemptsLeft = 20
    while true {
      attemptsLeft -= 1
      do {
        let due = try await replanning(after: move, of: patient, as: caller)
        return try await write(due + statements, as: caller, action, once: once, for: outcome)
      } catch let stale as Stale where stale.noun == "flowsheet" && attemptsLeft > 0 {
        continue
      }
    }
  }

  /// The statements that store what is due after a score; none where no protocol runs for the person.
  private func replanning(
    after move: ScoreMove, of patient: Patient.ID, as caller: Caller
  ) async throws -> [SQL] {
    let episode = try await run(
      as: caller, Action("flowsheet.find", needs: .screeningRecord, patients: [patient]),
      Query<Episode.ID?>.first(
        """
        SELECT f.episode_id
        FROM clinic.episode_fact AS f
        JOIN clinic.monitoring AS m ON m.organization_id = f.organization_id AND m.episode_id = f.episode_id
          AND m.known_to = 'infinity'
        WHERE f.organization_id = (SELECT access.organization()) AND \(openChart("f.patient_id", of: patient))
          AND f.known_to = 'infinity' AND f.valid @> \(move.at)
        ORDER BY lower(f.valid)
        LIMIT 1
        """
      ) { try $0["episode_id"] })
    guard let episode, var record = try await flowsheet(of: episode, needs: .screeningRecord, as: caller)
    else {
      return []
    }
    record.scores.removeAll { $0.id == move.id }
    if case .found(let score) = move { record.scores.append(score) }
    return record.replanned(at: clock())
  }
  /// The statements that store what is due after scores were made anew, of everybody whom a protocol watches now.
  func replanning(
    after changes: RescoredBatch, of instrument: Instrument.Reference, as caller: Caller
  ) async throws -> [SQL] {
    let now = clock()
    let episodes = try await run(
      as: caller, Action("flowsheet.find", needs: .screeningRecord),
      Query<[Episode.ID]>.all(
        """
        SELECT DISTINCT m.episode_id
        FROM clinic.monitoring AS m
        JOIN clinic.due_check AS c ON c.organization_id = m.organization_id AND c.monitoring_id = m.monitoring_id
        WHERE m.organization_id = (SELECT access.organization()) AND m.known_to = 'infinity' AND m.stopped_at IS NULL
          AND c.ends_at > \(now)
          AND EXISTS (
            SELECT FROM clinic.screening AS s
            WHERE s.organization_id = m.organization_id AND s.patient_id = m.patient_id
              AND s.instrument = \(instrument.slug) AND s.known_to = 'infinity')
        """
      ) { try $0["episode_id"] })
    guard !episodes.isEmpty else { return [] }
    let renewed = Dictionary(zip(changes.ids, changes.figures), uniquingKeysWith: { _, last in last })
    var statements: [SQL] = []
    for episode in episodes {
      guard var record = try await flowsheet(of: episode, needs: .screeningRecord, as: caller) else {
        continue
      }
      let scores = record.scores.map { score in
        renewed[score.id].map { score.renewed($0, version: instrument.version) } ?? score
      }
      guard scores != record.scores else { continue }
      record.scores = scores
      statements += record.replanned(at: now)
    }
    return statements
  }
}
