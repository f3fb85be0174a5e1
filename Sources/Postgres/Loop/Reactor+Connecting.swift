import Foundation

extension Reactor {
  /// Starts to open a session; it joins the lane when it is ready.
  func open(_ lane: LaneState, isExclusive: Bool) {
    guard !isStopping else { return }
    if isExclusive { lane.exclusiveCount += 1 } else { lane.connecting += 1 }
    let (target, index) = (lane.target, lane.index)
    Self.inBackground { [self] in
      let attempt = Result { try Connection(connectingTo: target) }
      // A connection that comes too late is closed by nobody holding it.
      post { $0.opened(attempt, lane: $0.lanes[index], isExclusive: isExclusive) }
    }
  }

  private func opened(_ attempt: Result<Connection, any Error>, lane: LaneState, isExclusive: Bool) {
    if !isExclusive { lane.connecting -= 1 }
    do {
      let connection = try attempt.get()
      guard connection.enterPipeline() else {
        throw PostgresError(.connectionLost, .notSent, connection.errorMessage)
      }
      lane.failedAttempts = 0
      lane.unreachableSince = nil
      adopt(connection, lane, isExclusive: isExclusive)
    } catch {
      if isExclusive { lane.exclusiveCount -= 1 }
      backOff(lane, after: error)
    }
    pump(lane)
  }

  private func adopt(_ connection: Connection, _ lane: LaneState, isExclusive: Bool) {
    nextID += 1
    let session = Session(
      id: nextID, connection: connection, lane: lane, isExclusive: isExclusive, configuration: configuration)
    sessions[session.id] = session
    session.interest = Poller.readable
    poller.set(session.socket, id: session.id, interest: session.interest, isNew: true)
    if isExclusive { lane.idle.append(session) } else { lane.shared.append(session) }
  }

  /// Waits longer after each failure, by chance a little more or less, so that not all come back at once.
  private func backOff(_ lane: LaneState, after error: any Error) {
    let now = ContinuousClock.now
    lane.failedAttempts += 1
    let delay = Backoff.delay(after: lane.failedAttempts)
    lane.retryAt = now + delay
    schedule(at: now + delay)
    let since = lane.unreachableSince ?? now
    lane.unreachableSince = since
    guard now - since >= configuration.connectPatience else { return }
    let message = (error as? PostgresError)?.message ?? "no connection"
    let refusal = PostgresError(.connectionLost, .notSent, message)
    while let request = lane.leaseRequests.popFirst() { request.answer(.failure(refusal)) }
    guard lane.shared.isEmpty else { return }
    while let unit = lane.waiting.popFirst() { answer(unit, lane, refusal) }
  }

  /// Gives a session up: those in flight are told what is known.
  func lose(_ session: Session) {
    guard sessions.removeValue(forKey: session.id) != nil else { return }
    if session.interest != 0 { poller.remove(session.socket) }
    let lane = session.lane
    if session.isExclusive { lane.exclusiveCount -= 1 }
    lane.shared.removeAll { $0 === session }
    lane.idle.removeAll { $0 === session }
    var isHead = true
    // A farewell from the server proves that nothing behind it was run.
    let farewell = session.inflight.first?.failure?.isFatal == true
    while let unit = session.inflight.popFirst() {
      answer(unit, lane, loss(of: unit, in: session, isHead: isHead, farewell: farewell))
      isHead = false
    }
    // They find the session gone and say so.
    for wish in session.postponed { wish() }
    breakOff(session)
    pump(lane)
  }

  private func loss(
    of unit: WorkUnit, in session: Session, isHead: Bool, farewell: Bool
  ) -> PostgresError {
    if isHead, let misuse = session.failure { return misuse }
    guard let failure = unit.failure else {
      if let abort = unit.abort {
        return PostgresError(abort.kind, .unknown, "the server did not answer the cancellation")
      }
      return PostgresError(.connectionLost, farewell ? .notDone : .unknown, session.connection.errorMessage)
    }
    // After the last statement only the commit is left, and the farewell may have come behind it.
    let mayBeDone = unit.results.count == unit.statements.count
    return PostgresError(
      failure, failure.isFatal ? .connectionLost : .server, outcome: mayBeDone ? .unknown : .notDone)
  }

  /// Runs what blocks on a thread of its own.
  ///
  /// Rare, so that a thread each is cheap enough.
  static func inBackground(_ body: @escaping @Sendable () -> Void) {
    Thread.detachNewThread(body)
  }
}
