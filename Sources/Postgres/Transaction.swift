/// The right to run statements in one transaction.
///
/// It cannot be copied, so it cannot outlive its closure.
public struct Transaction: ~Copyable, Sendable {
  let lease: Lease

  /// Runs queries together in one round trip.
  ///
  /// - Returns: What each query decodes to.
  /// - Throws: ``PostgresError``. After a refused statement the server refuses all others; let the error out.
  @discardableResult
  public borrowing func run<each Result>(
    _ queries: repeat Query<each Result>
  ) async throws -> (repeat each Result) {
    var statements: [SQL] = []
    for query in repeat each queries { statements.append(query.sql) }
    do {
      var answers = Answers(try await lease.run(statements), skipping: 0)
      return (repeat try (each queries).decode(answers.next()))
    } catch let error as PostgresError {
      throw error.beforeCommit
    }
  }

  /// Runs one query.
  ///
  /// - Returns: What the query decodes to.
  /// - Throws: ``PostgresError``, as the function above does.
  @discardableResult
  public borrowing func run<Result>(_ query: Query<Result>) async throws -> Result {
    do {
      var answers = Answers(try await lease.run([query.sql]), skipping: 0)
      return try query.decode(answers.next())
    } catch let error as PostgresError {
      throw error.beforeCommit
    }
  }
}

extension PostgresError {
  /// The same failure inside a transaction that has yet to commit: whatever became of the statement, nothing of
  /// it lasts.
  var beforeCommit: PostgresError {
    switch outcome {
    case .notSent, .notDone: self
    case .unknown, .done: with(outcome: .notDone)
    }
  }
}

extension Database {
  /// Runs `body` in a transaction on a connection of its own.
  ///
  /// For the rare case that a later statement depends on an earlier row. It is committed when `body` returns and
  /// rolled back when it throws.
  ///
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, and ``PostgresError``. Of a commit whose connection broke the outcome is
  ///   `unknown`.
  public func transaction<Value>(
    on lane: LaneName = .interactive, _ body: (borrowing Transaction) async throws -> Value
  ) async throws -> Value {
    let lease = try await Lease.acquire(from: reactor, lane: lane.rawValue)
    do {
      _ = try await lease.run(["BEGIN"])
      let value = try await body(Transaction(lease: lease))
      try await lease.commit()
      lease.release()
      return value
    } catch {
      await lease.rollBack()
      throw error
    }
  }
}
