import Clinic
import Foundation
import Postgres

extension Records {
  /// Scores screenings anew, and says what that would change.
  ///
  /// With a `reason` each screening that the definition takes gets a new row with the new score; what was known before
  /// stays readable. All of them change or none, and with them what is due by a protocol that goes by such a score.
  /// Charts that are closed to the caller are left as they are.
  package func rescore(
    _ rescoring: Rescoring, reason: Note? = nil, as caller: Caller
  ) async throws -> RescoringOutcome {
    let slug = rescoring.instrument.reference.slug
    let choice = try await run(
      as: caller, Action("instrument.show", needs: nil), InstrumentChoices.of(slug))
    let bandSet = rescoring.instrument.bandSet(choice)
    let (outcome, changes) = try await preview(rescoring, bandSet, keepsChanges: reason != nil, as: caller)
    guard let reason, !changes.ids.isEmpty else { return outcome }
    // Of several who write a flowsheet at once one gets on in every round.
    var attemptsLeft = 20
    while true {
      attemptsLeft -= 1
      do {
        try await write(changes, of: rescoring.instrument, bandSet, reason: reason, as: caller)
        return outcome
      } catch let stale as Stale where stale.noun == "flowsheet" && attemptsLeft > 0 {
        continue
      }
    }
  }

  private func write(
    _ changes: RescoredBatch, of instrument: Instrument, _ bandSet: String?, reason: Note, as caller: Caller
  ) async throws {
    let due = try await replanning(after: changes, of: instrument.reference, as: caller)
    let statements = changes.statements(
      version: instrument.reference.version, bandSet: bandSet, reason: reason, at: clock())
    try await transaction(as: caller, Action("screening.rescore", needs: .screeningRecord)) { transaction in
      _ = try await transaction.run(Query<Int>.execute("SET LOCAL statement_timeout = 0"))
      for statement in due + statements { _ = try await transaction.run(Query<Int>.execute(statement)) }
    }
  }

  /// Reads the screenings in two parts at once where there are many of them.
  private func preview(
    _ rescoring: Rescoring, _ bandSet: String?, keepsChanges: Bool, as caller: Caller
  ) async throws -> (RescoringOutcome, RescoredBatch) {
    let action = Action("screening.rescore_preview", needs: .screeningRead)
    let parts = try await run(as: caller, action, rescoring.parts(bandSet))
    return try await withThrowingTaskGroup { group in
      for (place, part) in parts.enumerated() {
        group.addTask {
          let found = try await preview(part, of: rescoring, bandSet, keepsChanges: keepsChanges, as: caller)
          return (place, found)
        }
      }
      var found = parts.map { _ in (RescoringOutcome(), RescoredBatch()) }
      for try await (place, part) in group { found[place] = part }
      return found.reduce(into: (RescoringOutcome(), RescoredBatch())) { whole, part in
        whole.0.add(part.0)
        whole.1.add(part.1)
      }
    }
  }

  private func preview(
    _ part: RescoringPart, of rescoring: Rescoring, _ bandSet: String?, keepsChanges: Bool, as caller: Caller
  ) async throws -> (RescoringOutcome, RescoredBatch) {
    let action = Action("screening.rescore_preview", needs: .screeningRead)
    return try await transaction(as: caller, action) { transaction in
      _ = try await transaction.run(Query<Int>.execute("SET LOCAL statement_timeout = 0"))
      var scorer = RepeatedScoring(rescoring.instrument, bandSet: bandSet)
      var outcome = RescoringOutcome()
      var changes = RescoredBatch()
      for try await row in transaction.stream(rescoring.sql(part, bandSet), RescoringRow.init) {
        let after = scorer.figures(of: row.sheet)
        outcome.note(row.id, row.before, after)
        if keepsChanges, let after { changes.add(row, after) }
      }
      return (outcome, changes)
    }
  }
}
