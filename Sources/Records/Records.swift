import Clinic
import Foundation
import Postgres

/// The repository: every read and write of the clinic's records passes through here.
///
/// One request is one unit of work: who is asking, then the work, then the audit row. All of it commits or none does.
package struct Records: Sendable {
  package let database: Database
  /// The time of a unit of work, passed to the database so that every row of it carries the same.
  package let clock: @Sendable () -> Date

  package init(_ database: Database, clock: @escaping @Sendable () -> Date = { Date() }) {
    self.database = database
    self.clock = clock
  }

  /// Runs `queries` for `caller` in one round trip and one transaction, and records `action` in the audit trail.
  ///
  /// Throws a `Refusal` where the caller may not, or a rule in the database says no; otherwise a `PostgresError`.
  package func run<each Result: Sendable>(
    as caller: Caller, _ action: Action, _ queries: repeat Query<each Result>,
    on lane: Database.LaneName = .interactive
  ) async throws -> (repeat each Result) {
    try await run(as: caller, action, first: [], repeat each queries, on: lane)
  }

  /// The same with statements ahead of the queries, of which no result is wanted.
  func run<each Result: Sendable>(
    as caller: Caller, _ action: Action, first: [SQL], _ queries: repeat Query<each Result>,
    on lane: Database.LaneName = .interactive
  ) async throws -> (repeat each Result) {
    let now = clock()
    do {
      return try await database.run(
        before: [caller.begin(action, at: now)] + first,
        repeat each queries,
        after: [AuditTrail.record(action, by: caller, at: now)], on: lane)
    } catch {
      throw try await refusal(of: action, to: caller, for: error, at: now)
    }
  }

  /// Lends a transaction on a connection of its own, for work in which a later statement depends on an earlier row.
  ///
  /// Commits with its audit row when `body` returns; rolls back when it throws.
  package func transaction<Result: Sendable>(
    as caller: Caller, _ action: Action, on lane: Database.LaneName = .reporting,
    _ body: (borrowing Transaction) async throws -> Result
  ) async throws -> Result {
    try await transaction(as: caller, action, on: lane, auditing: { _ in "\(action.patients)" }, body)
  }

  /// The same, of which the audit row names the persons that the work turned out to be about.
  package func transaction<Result: Sendable>(
    as caller: Caller, _ action: Action, on lane: Database.LaneName = .reporting,
    naming patients: @Sendable (Result) -> [Patient.ID],
    _ body: (borrowing Transaction) async throws -> Result
  ) async throws -> Result {
    try await transaction(as: caller, action, on: lane, auditing: { "\(patients($0))" }, body)
  }

  /// The same, of which the audit row names whom a statement with the column patient_id finds: for more people than
  /// memory should hold.
  ///
  /// All statements see one snapshot, so that it finds those whom the work was about.
  package func transaction<Result: Sendable>(
    as caller: Caller, _ action: Action, on lane: Database.LaneName = .reporting,
    namingThose found: @Sendable (Result) -> SQL,
    _ body: (borrowing Transaction) async throws -> Result
  ) async throws -> Result {
    try await transaction(
      as: caller, action, on: lane, ahead: ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"],
      auditing: { "ARRAY(SELECT DISTINCT found.patient_id FROM (\(found($0))) AS found)" }, body)
  }

  private func transaction<Result: Sendable>(
    as caller: Caller, _ action: Action, on lane: Database.LaneName, ahead: [SQL] = [],
    auditing patients: (Result) -> SQL, _ body: (borrowing Transaction) async throws -> Result
  ) async throws -> Result {
    let now = clock()
    return try await attempting(action, as: caller, at: now) {
      try await database.transaction(on: lane) { transaction in
        for statement in ahead + [caller.begin(action, at: now)] {
          _ = try await transaction.run(.execute(statement))
        }
        let result = try await body(transaction)
        let record = AuditTrail.record(action, by: caller, at: now, patients: patients(result))
        _ = try await transaction.run(.execute(record))
        return result
      }
    }
  }

  /// Does a unit of work that is not one of the usual form, with the same meaning of its errors.
  func attempting<Result: Sendable>(
    _ action: Action, as caller: Caller, at now: Date, _ work: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await work()
    } catch {
      throw try await refusal(of: action, to: caller, for: error, at: now)
    }
  }

  /// Judges what somebody asks before there is a unit of work, and writes down a refusal like one of a unit.
  package func judging<Result>(
    _ action: Action, as caller: Caller, _ judgement: () throws -> Result
  ) async throws -> Result {
    do {
      return try judgement()
    } catch {
      throw try await refusal(of: action, to: caller, for: error, at: clock())
    }
  }

  /// What an error means; where it is a refusal, that is in the audit trail before anybody learns of it.
  private func refusal(
    of action: Action, to caller: Caller, for error: any Error, at now: Date
  ) async throws -> any Error {
    let meant = meaning(of: error)
    if meant is any Refusal {
      let isDenied = meant is NotSignedIn || meant is NotPermitted || meant is DisclosureRefused
      _ = try await database.run(
        .execute(AuditTrail.refuse(action, to: caller, isDenied: isDenied, at: now)))
    }
    return meant
  }
}
