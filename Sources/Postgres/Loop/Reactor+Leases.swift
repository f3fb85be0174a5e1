import Synchronization

/// Connections that one caller has for itself.
extension Reactor {
  /// Waits for a connection of one's own.
  func enqueue(_ request: LeaseRequest, lane index: Int) {
    let lane = lanes[index]
    guard !request.isCancelled.load(ordering: .relaxed) else {
      return request.answer(.failure(PostgresError.notSent(.cancelled)))
    }
    guard lane.leaseRequests.count < lane.settings.queueLimit else {
      return request.answer(.failure(PostgresError.queueFull))
    }
    lane.leaseRequests.append(request)
    pump(lane)
  }

  func withdraw(_ request: LeaseRequest) {
    for lane in lanes where !lane.leaseRequests.remove(where: { $0 === request }).isEmpty {
      request.answer(.failure(PostgresError.notSent(.cancelled)))
    }
  }

  func serveLeases(_ lane: LaneState) {
    while !lane.leaseRequests.isEmpty, let session = lane.idle.popLast() {
      lane.leaseRequests.popFirst()?.answer(.success(session.id))
    }
    if lane.wantsExclusive { open(lane, isExclusive: true) }
  }

  /// Sends a unit to a session that the caller holds.
  func send(_ unit: WorkUnit, leased id: UInt64) {
    unit.isAdmitted = true
    unit.isDirect = true
    guard !unit.isCancelled.load(ordering: .relaxed) else { return unit.answer(.notSent(.cancelled)) }
    guard let session = sessions[id] else { return unit.answer(.sessionLost) }
    if let deadline = unit.deadline { schedule(at: deadline) }
    guard !session.mustWait else { return session.postponed.append { self.send(unit, leased: id) } }
    guard session.isPipelined else { return unit.answer(.connectionInUse) }
    send(unit, to: session)
  }

  /// Takes a session back.
  ///
  /// One with an open transaction or unread results is closed instead.
  func release(_ id: UInt64) {
    guard let session = sessions[id] else { return }
    // It comes back here when what it still does has been stopped.
    guard !session.mustWait else { return session.postponed.append { self.release(id) } }
    guard session.inflight.isEmpty, session.isPipelined, session.connection.isIdle else {
      return lose(session)
    }
    session.lane.idle.append(session)
    pump(session.lane)
  }

  /// Rolls back what is open, if anything is, and takes the session back.
  func rollBackAndRelease(_ id: UInt64) {
    guard let session = sessions[id] else { return }
    if session.isStopping || !session.inflight.isEmpty || !session.connection.isIdle {
      let rollback = WorkUnit.rollback()
      rollback.releasesAfterwards = true
      return send(rollback, leased: id)
    }
    release(id)
  }

  func shutDown() {
    isStopping = true
    for lane in lanes {
      while let unit = lane.waiting.popFirst() { answer(unit, lane, .databaseClosed) }
      while let request = lane.leaseRequests.popFirst() {
        request.answer(.failure(PostgresError.databaseClosed))
      }
    }
    for session in Array(sessions.values) { lose(session) }
    hub.close()
    stop()
  }
}

extension PostgresError {
  /// A session that ended between two statements took its open transaction with it.
  static let connectionInUse = PostgresError(
    .closed, .notSent, "a stream or a copy is under way on this connection")
  static let sessionLost = PostgresError(.connectionLost, .notDone, "the connection broke")
}
