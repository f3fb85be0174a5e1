extension Lease {
  /// Starts a statement whose rows come one at a time.
  func rows(_ sql: SQL) -> Feed<ResultHandle> {
    let feed = Feed<ResultHandle>()
    begin(sql, .rows(feed)) { feed.finish(.failure($0)) }
    return feed
  }

  /// Starts a COPY from the server.
  func copyOut(_ sql: SQL) -> Feed<[UInt8]> {
    let feed = Feed<[UInt8]>()
    begin(sql, .copyOut(feed)) { feed.finish(.failure($0)) }
    return feed
  }

  private func begin(_ sql: SQL, _ mode: Session.Mode, _ refuse: @escaping @Sendable (PostgresError) -> Void)
  {
    guard !isOver else { return refuse(.transactionOver) }
    if let defect = sql.unsendable { return refuse(PostgresError(.encoding, .notSent, defect)) }
    let accepted = reactor.post { [session] reactor in
      reactor.start(sql, mode, leased: session, refuse)
    }
    if !accepted { refuse(.databaseClosed) }
  }

  func makeRoom() {
    reactor.post { [session] in $0.resumeReading(session) }
  }

  /// Ends the stream early; the connection can be used again at once.
  func stop<User: AnyObject & Sendable>(_ user: User) {
    reactor.post { [session] in $0.stop(session, user: user) }
  }

  /// Starts a COPY to the server and waits until it is ready for data.
  func copyIn(_ sql: SQL) async throws -> CopyIn {
    let copy = CopyIn()
    _ = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (waiter: CopyIn.Waiter) in
        let accepted = reactor.post { [session] reactor in
          copy.wait(waiter)
          reactor.start(sql, .copyIn(copy), leased: session) { copy.answer(.failure($0)) }
        }
        if !accepted { waiter.resume(throwing: PostgresError.databaseClosed) }
      }
    } onCancel: {
      stop(copy)
    }
    return copy
  }

  /// Does a step of a COPY to the server and waits for it.
  func copying(
    _ copy: CopyIn, _ step: @escaping @Sendable (CopyIn, Session, Reactor) -> Void
  ) async throws -> Int {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (waiter: CopyIn.Waiter) in
        let accepted = reactor.post { [session] reactor in
          guard let live = reactor.sessions[session], !live.isPipelined else {
            return waiter.resume(throwing: PostgresError.sessionLost)
          }
          copy.wait(waiter)
          step(copy, live, reactor)
        }
        if !accepted { waiter.resume(throwing: PostgresError.databaseClosed) }
      }
    } onCancel: {
      stop(copy)
    }
  }
}
