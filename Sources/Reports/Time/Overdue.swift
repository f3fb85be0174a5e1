import Postgres

/// A statement of a report that the server has stopped.
struct Overdue: Error {
  let statement: SQL
  let query: CohortQuery
  /// How long it had run.
  let duration: Duration
  let error: PostgresError

  /// Nil when `error` tells of anything else.
  init?(_ error: any Error, _ statement: SQL, of query: CohortQuery, since start: ContinuousClock.Instant) {
    guard let error = error as? PostgresError, error.code == .queryCanceled else { return nil }
    (self.statement, self.query, self.error, duration) = (statement, query, error, .now - start)
  }
}

extension Transaction {
  /// Runs a statement of a report, as the report's settings have it and within its time.
  ///
  /// - Throws: ``Overdue``, and whatever ``run(_:)`` throws.
  borrowing func work<Result: Sendable>(
    _ statement: Query<Result>, of query: CohortQuery
  ) async throws -> Result {
    let start = ContinuousClock.now
    do {
      return try await run(.execute(query.settings), statement).1
    } catch {
      throw Overdue(error, statement.sql, of: query, since: start) ?? error
    }
  }
}
