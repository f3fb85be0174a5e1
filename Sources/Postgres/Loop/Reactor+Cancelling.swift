import Synchronization

/// Cancellation.
///
/// A cancel request names a session, not a statement: it hits whatever runs when it arrives. So it is sent only
/// while the unit to be cancelled is the one that runs, and no new unit joins the session until the request has
/// been delivered. A neighbour that is hit all the same, because the right one ended in that moment, was rolled
/// back and is sent once more.
extension Reactor {
  /// How long the server may take to honour a cancel request before the session is given up.
  private static let patience = Duration.seconds(3)

  /// Ends a unit early, wherever it is.
  func abort(_ unit: WorkUnit, _ reason: WorkUnit.Abort) {
    // One that has not come in yet is refused when it does, by `isCancelled`.
    guard unit.isAdmitted, !unit.isAnswered, unit.abort == nil else { return }
    unit.abort = reason
    guard let session = unit.session else {
      for lane in lanes where !lane.waiting.remove(where: { $0 === unit }).isEmpty {
        answer(unit, lane, .notSent(reason.kind))
      }
      return
    }
    session.abortedInFlight += 1
    let end = ContinuousClock.now + Self.patience
    unit.patienceEnd = end
    schedule(at: end)
    if session.inflight.first === unit { cancelHead(of: session) }
  }

  /// Asks the server to stop what the session is doing.
  func cancelHead(of session: Session) {
    guard !session.isCancelling, let cancellation = session.connection.cancellation() else { return }
    session.isCancelling = true
    session.inflight.forEach { $0.isExposed = true }
    let id = session.id
    Self.inBackground { [self] in
      cancellation.send()
      post { $0.cancelDelivered(to: id) }
    }
  }

  private func cancelDelivered(to id: UInt64) {
    guard let session = sessions[id] else { return }
    session.isCancelling = false
    if session.wantsCancel {
      // It may have come between two statements, when the server ignores it.
      let again = ContinuousClock.now + .milliseconds(50)
      session.cancelAgainAt = again
      schedule(at: again)
    }
    catchUp(session)
    pump(session.lane)
  }

  /// Looks at deadlines and at what was cancelled, and says when to look again by scheduling it.
  func endOverdue(_ now: ContinuousClock.Instant) {
    for lane in lanes {
      for unit in lane.waiting.remove(where: { isOver($0.deadline, now) }) {
        answer(unit, lane, .notSent(.deadlineExceeded))
      }
    }
    for session in Array(sessions.values) {
      session.inflight.forEach { unit in
        guard unit.abort == nil, isOver(unit.deadline, now) else { return }
        abort(unit, .deadline)
      }
      if session.wantsCancel, isOver(session.cancelAgainAt, now) {
        session.cancelAgainAt = nil
        cancelHead(of: session)
      }
      giveUpSilent(session, now)
    }
  }

  /// Answers those whose cancellation has no effect; when that is the one that runs, the session is of no use.
  private func giveUpSilent(_ session: Session, _ now: ContinuousClock.Instant) {
    guard session.abortedInFlight > 0 else { return }
    var mustGo = false
    session.inflight.forEach { unit in
      guard let reason = unit.abort, isOver(unit.patienceEnd, now) else { return }
      if session.inflight.first === unit { mustGo = true }
      answer(unit, session.lane, PostgresError(reason.kind, .unknown, "the server has not stopped it yet"))
    }
    if mustGo { lose(session) }
  }

  private func isOver(_ instant: ContinuousClock.Instant?, _ now: ContinuousClock.Instant) -> Bool {
    guard let instant else { return false }
    guard instant > now else { return true }
    schedule(at: instant)
    return false
  }
}

extension Session {
  /// Whether what runs is to be cancelled.
  var wantsCancel: Bool { isStopping || inflight.first?.abort != nil }
}
