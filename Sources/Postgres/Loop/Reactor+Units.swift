import Synchronization

extension Reactor {
  /// Sends what waits in a lane, as far as its sessions can take it, and opens more of them if need be.
  func pump(_ lane: LaneState) {
    while let unit = lane.waiting.first {
      if unit.isCancelled.load(ordering: .relaxed) {
        _ = lane.waiting.popFirst()
        answer(unit, lane, .notSent(.cancelled))
        continue
      }
      guard let session = lane.nextSession() else { break }
      _ = lane.waiting.popFirst()
      send(unit, to: session)
    }
    serveLeases(lane)
    while lane.wantsShared, !lane.waiting.isEmpty || !lane.shared.isEmpty && lane.isBusy {
      open(lane, isExclusive: false)
    }
  }

  func admit(_ unit: WorkUnit, _ lane: LaneState) {
    unit.isAdmitted = true
    if let deadline = unit.deadline { schedule(at: deadline) }
    lane.waiting.append(unit)
  }

  func send(_ unit: WorkUnit, to session: Session) {
    if let faults = configuration.faults, faults.strikes(.beforeSending) {
      answer(unit, session.lane, PostgresError(.connectionLost, .notSent, "the connection broke"))
      return lose(session)
    }
    guard session.send(unit, faults: configuration.faults) else { return lose(session) }
    flush(session)
  }

  /// Pushes bytes out, and waits for room for those that do not fit.
  func flush(_ session: Session) {
    switch session.connection.flush() {
    case .done: watch(session, Poller.readable)
    case .pending: watch(session, Poller.readable | Poller.writable)
    case .failed: lose(session)
    }
  }

  func watch(_ session: Session, _ interest: UInt32) {
    guard session.interest != interest else { return }
    if interest == 0 {
      // Not even told of a hang-up, which would come again and again while nobody reads.
      poller.remove(session.socket)
    } else {
      poller.set(session.socket, id: session.id, interest: interest, isNew: session.interest == 0)
    }
    session.interest = interest
  }

  /// Reads and writes what can be.
  func handle(_ session: Session, isWritable: Bool) {
    if let faults = configuration.faults, faults.strikes(.beforeReading) { return lose(session) }
    let isAlive = session.connection.consumeInput()
    session.isPipelined ? receive(session) : proceed(session)
    guard sessions[session.id] != nil else { return }
    let isMisused = session.isPipelined && session.failure != nil
    guard isAlive, !isMisused, !session.connection.isBroken else { return lose(session) }
    if isWritable { flush(session) }
    if case .copyIn = session.mode { proceed(session) }
    pump(session.lane)
  }

  private func receive(_ session: Session) {
    session.receive { finish($0, in: session) }
  }

  private func finish(_ unit: WorkUnit, in session: Session) {
    let lane = session.lane
    if unit.abort != nil { session.abortedInFlight -= 1 }
    session.cancelAgainAt = nil
    if session.inflight.first?.abort != nil { cancelHead(of: session) }
    defer { if unit.releasesAfterwards { release(session.id) } }
    guard let failure = unit.failure else {
      // Somebody has sent a BEGIN by hand: those who come next must not find themselves in that transaction.
      let isLeftOpen = !session.isExclusive && session.inflight.isEmpty && !session.connection.isIdle
      if isLeftOpen, !unit.isInternal { send(.rollback(), to: session) }
      return answer(unit, lane, unit.isUncertain ? .replicationUncertain : nil)
    }
    if session.isExplicit, !unit.isInternal { send(.rollback(), to: session) }
    let wasCancelled = failure.errorField(.sqlState) == SQLState.queryCanceled.description
    if let abort = unit.abort, wasCancelled {
      return answer(unit, lane, PostgresError(failure, abort.kind, outcome: .notDone))
    }
    // What hit it was meant for a neighbour, or had nothing to do with its work. It was rolled back, so it may
    // go again, once.
    let isInnocent = wasCancelled && unit.isExposed || failure.isStalePlan
    if isInnocent, unit.abort == nil, !unit.isRetry, !session.isExclusive {
      unit.rewind()
      return lane.waiting.prepend(unit)
    }
    answer(unit, lane, PostgresError(failure, outcome: .notDone))
  }

  func answer(_ unit: WorkUnit, _ lane: LaneState, _ error: PostgresError?) {
    guard !unit.isAnswered else { return }
    if !unit.isInternal, !unit.isDirect { answered[lane.index] += 1 }
    unit.session = nil
    unit.answer(error)
  }
}

extension PostgresError {
  static let replicationUncertain = PostgresError(
    .replicationUncertain, .unknown, "the wait for the standby was cut short after the commit")

  static func notSent(_ kind: Kind) -> PostgresError {
    PostgresError(kind, .notSent, kind == .cancelled ? "the task was cancelled" : "the time is over")
  }
}

extension WorkUnit {
  /// Ends the transaction that a failed unit has left behind, where units open theirs themselves.
  static func rollback() -> WorkUnit { WorkUnit(["ROLLBACK"], isInternal: true) }
}

extension WorkUnit.Abort {
  var kind: PostgresError.Kind {
    switch self {
    case .cancelled: .cancelled
    case .deadline: .deadlineExceeded
    }
  }
}
