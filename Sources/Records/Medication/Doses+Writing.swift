import Clinic
import Foundation
import Postgres

/// What was written about a dose.
package struct DoseOutcome: Sendable, Hashable {
  package let id: Dose.ID
  package let orderID: MedicationOrder.ID
  package let dueAt: Date?
  package let outcome: Dose.Outcome
  package let at: Date
  package let amount: Decimal?
  package let unit: DoseUnit
}

extension Records {
  /// Writes down that a dose was given, held or refused; each dose once, whoever comes first.
  ///
  /// Throws what `OrderCourse.judge` throws: whoever comes second is told by whom and when it was.
  package func act(
    _ request: DoseRequest, on id: MedicationOrder.ID, dose: Dose.ID, as caller: Caller,
    once: Once<DoseOutcome>? = nil
  ) async throws -> DoseOutcome {
    var (request, attemptsLeft) = (request, 3)
    while true {
      attemptsLeft -= 1
      let attempt = try await judged(request, on: id, dose: dose, as: caller)
      do {
        try await write(
          attempt.all, as: caller, attempt.action, once: once, for: attempt.outcome)
        return attempt.outcome
      } catch let conflict as Conflict
        where attemptsLeft > 0 && DoseStatements.overtaken.contains(conflict.code)
      {
        // Somebody was first: what they did about the same dose is read again, and is what the refusal tells.
        request = request.meaning(attempt.outcome.dueAt)
      }
    }
  }

  /// What is to be written, judged by what is on record now.
  private func judged(
    _ request: DoseRequest, on id: MedicationOrder.ID, dose: Dose.ID, as caller: Caller
  ) async throws -> DoseStatements {
    let now = clock()
    let earliest = [request.dueAt ?? request.at, request.at].min() ?? request.at
    let record = try await medication(id, since: earliest.addingTimeInterval(-2 * 86_400), as: caller)
    let policy = try MedicationPolicy.shipped()
    let action = DoseStatements.action(on: record)
    let judged = try await judging(action, as: caller) {
      try record.course.judge(request, acts: record.doses, policy: policy, now: now)
    }
    let outcome = DoseOutcome(
      id: dose, orderID: id, dueAt: judged.dueAt, outcome: request.outcome, at: request.at,
      amount: judged.amount, unit: record.order.terms.unit)
    return DoseStatements(record: record, request: request, outcome: outcome, now: now)
  }

  /// Takes back what was written about a dose, which can then be acted on again; what was written stays readable as known
  /// then.
  ///
  /// Throws `NotFound` when there is none that counts.
  package func correct(
    _ id: Dose.ID, reason: Line, as caller: Caller, once: Once<Dose.ID>? = nil
  ) async throws {
    let now = clock()
    let replace: SQL = """
      WITH old AS (
        UPDATE clinic.dose SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND dose_id = \(id) AND known_to = 'infinity'
          AND outcome <> 'entered_in_error'
        RETURNING *
      ),
      new AS (
        INSERT INTO clinic.dose (
          organization_id, id, dose_id, order_id, patient_id, episode_id, facility_id, ordered_at, unit, as_needed,
          witness_needed, due_at, outcome, at, amount, cause, note, by_id, witness_id, known_from, recorded_by, reason,
          corrects)
        SELECT organization_id, gen_random_uuid(), dose_id, order_id, patient_id, episode_id, facility_id, ordered_at,
          unit, as_needed, witness_needed, due_at, 'entered_in_error', at, amount, cause, note, by_id, witness_id, \(now),
          access.staff_member(), \(reason), id
        FROM old
      )
      SELECT access.insist(EXISTS (SELECT FROM old), 'SW004', 'dose')
      """
    try await write(
      [replace], as: caller, Action("medication.correct", needs: .medicationGive, subject: id.rawValue),
      once: once, for: id)
  }
}

/// The statements by which a dose is written down.
private struct DoseStatements {
  let record: MedicationRecord
  let request: DoseRequest
  let outcome: DoseOutcome
  let now: Date

  /// The refusals of the database that mean that somebody was first.
  static let overtaken: Set<String> = ["dose-acted", "dose-too-soon", "maximum-reached", "order-stopped"]

  var action: Action { Self.action(on: record) }

  static func action(on record: MedicationRecord) -> Action {
    Action(.medicationGive, patients: [record.patientID], subject: record.order.id.rawValue)
  }

  var all: [SQL] {
    [MedicationLock.order(record.order.id), notStopped] + limits + [insert]
  }

  private var notStopped: SQL {
    """
    SELECT access.insist(
      NOT EXISTS (
        SELECT FROM clinic.order_stop
        WHERE organization_id = (SELECT access.organization()) AND order_id = \(record.order.id)
          AND stopped_at <= \(outcome.dueAt ?? outcome.at)),
      'SW033', 'order-stopped')
    """
  }

  /// The fullest 24 hours with the new dose in them end with it, or with a dose that was given after it.
  private var limits: [SQL] {
    guard case .asNeeded(let limits) = record.order.terms.schedule else { return [] }
    return [
      """
      WITH given AS (
        SELECT at, amount FROM clinic.dose
        WHERE organization_id = (SELECT access.organization()) AND order_id = \(record.order.id)
          AND known_to = 'infinity' AND outcome = 'given'
          AND at > \(outcome.at)::timestamptz - interval '24 hours' AND at < \(outcome.at)::timestamptz + interval '24 hours'
      ),
      ends AS (SELECT \(outcome.at)::timestamptz AS at UNION ALL SELECT at FROM given WHERE at > \(outcome.at))
      SELECT access.insist(
        NOT EXISTS (
          SELECT FROM ends
          WHERE \(outcome.amount)::numeric + (
            SELECT coalesce(sum(given.amount), 0) FROM given
            WHERE given.at > ends.at - interval '24 hours' AND given.at <= ends.at) > \(limits.maximumIn24Hours)),
        'SW033', 'maximum-reached')
      """
    ]
  }

  private var insert: SQL {
    let (order, terms) = (record.order, record.order.terms)
    var apart: PostgresRange<Date>?
    if case .asNeeded(let limits) = terms.schedule {
      apart = PostgresRange(
        from: outcome.at, to: outcome.at.addingTimeInterval(Double(limits.minimumMinutes) * 60))
    }
    return """
      INSERT INTO clinic.dose (
        organization_id, id, dose_id, order_id, patient_id, episode_id, facility_id, ordered_at, unit, as_needed,
        witness_needed, due_at, outcome, at, amount, cause, note, by_id, witness_id, apart, known_from, recorded_by)
      VALUES (
        access.organization(), gen_random_uuid(), \(outcome.id), \(order.id), \(record.patientID), \(order.episodeID),
        \(record.facilityID), \(order.orderedAt), \(terms.unit), \(terms.schedule.kind == .asNeeded),
        \(terms.needsWitness), \(outcome.dueAt), \(outcome.outcome), \(outcome.at), \(outcome.amount),
        \(request.cause), \(request.note), access.staff_member(), \(request.witness), \(apart), \(now),
        access.staff_member())
      """
  }
}
