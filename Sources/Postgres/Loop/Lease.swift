import Synchronization

/// A connection that one caller has for itself, until it gives it back.
final class Lease: Sendable {
  let reactor: Reactor
  let session: UInt64
  private let over = Atomic(false)
  /// Whether the connection has been given back.
  var isOver: Bool { over.load(ordering: .relaxed) }

  private init(_ reactor: Reactor, session: UInt64) {
    self.reactor = reactor
    self.session = session
  }

  /// Waits for a connection of the lane.
  static func acquire(from reactor: Reactor, lane: Int) async throws -> Lease {
    let request = LeaseRequest()
    let session = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        request.continuation = continuation
        let accepted = reactor.post { $0.enqueue(request, lane: lane) }
        if !accepted { request.answer(.failure(PostgresError.databaseClosed)) }
      }
    } onCancel: {
      request.isCancelled.store(true, ordering: .relaxed)
      reactor.post { $0.withdraw(request) }
    }
    return Lease(reactor, session: session)
  }

  /// Runs statements in one round trip.
  func run(_ statements: [SQL]) async throws -> [ResultHandle] {
    guard !isOver else { throw PostgresError.transactionOver }
    let unit = WorkUnit(statements)
    try unit.checkSendable()
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        unit.continuation = continuation
        let accepted = reactor.post { [session] in $0.send(unit, leased: session) }
        if !accepted { unit.answer(.databaseClosed) }
      }
    } onCancel: {
      unit.isCancelled.store(true, ordering: .relaxed)
      reactor.post { $0.abort(unit, .cancelled) }
    }
    Handoff.take(unit)
    return unit.results
  }

  /// Commits.
  ///
  /// - Throws: ``PostgresError`` also when the server rolled back instead, as it does after a failed statement.
  func commit() async throws {
    let results = try await run(["COMMIT"])
    guard results.first?.commandTag == "COMMIT" else {
      throw PostgresError(
        .server, .notDone, "the transaction had failed and was rolled back", code: .inFailedTransaction)
    }
  }

  /// Rolls back and gives the connection back, in a task of its own: the caller's may be cancelled, and there is
  /// no shield against that.
  func rollBack() async {
    await Task { _ = try? await self.run(["ROLLBACK"]) }.value
    release()
  }

  /// Rolls back what is open, if anything is, and gives the connection back.
  func rollBackWithoutWaiting() {
    over.store(true, ordering: .relaxed)
    reactor.post { [session] in $0.rollBackAndRelease(session) }
  }

  func release() {
    over.store(true, ordering: .relaxed)
    reactor.post { [session] in $0.release(session) }
  }
}

extension PostgresError {
  static let transactionOver = PostgresError(.closed, .notSent, "the transaction is over")
}
