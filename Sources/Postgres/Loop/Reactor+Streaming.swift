/// Work outside the pipeline: rows one at a time, and COPY.
extension Reactor {
  /// Starts a statement on a session that its holder does not use otherwise.
  ///
  /// `refuse` is told why it could not be started.
  func start(
    _ sql: SQL, _ mode: Session.Mode, leased id: UInt64, _ refuse: @escaping (PostgresError) -> Void
  ) {
    guard let session = sessions[id] else { return refuse(.sessionLost) }
    guard !session.mustWait else {
      return session.postponed.append { self.start(sql, mode, leased: id, refuse) }
    }
    guard session.isPipelined, session.inflight.isEmpty else { return refuse(.connectionInUse) }
    let connection = session.connection
    guard connection.exitPipeline(), connection.send(sql) else {
      refuse(.sessionLost)
      return lose(session)
    }
    if case .rows = mode { _ = connection.oneRowAtATime() }
    session.mode = mode
    flush(session)
  }

  /// Does what had to wait.
  func catchUp(_ session: Session) {
    while !session.mustWait, !session.postponed.isEmpty { session.postponed.removeFirst()() }
  }

  /// Takes what has come for a session outside the pipeline.
  func proceed(_ session: Session) {
    switch session.mode {
    case .pipeline: break
    case .rows(let feed): takeRows(session, feed)
    case .copyOut(let feed): takeCopy(session, feed)
    case .copyIn(let copy): copy.proceed(session, self)
    }
  }

  /// Goes on after a pause; libpq may have something left that no readable socket will announce.
  func resumeReading(_ id: UInt64) {
    guard let session = sessions[id], !session.isPipelined else { return }
    watch(session, Poller.readable)
    proceed(session)
  }

  /// Ends what the session does outside the pipeline, early.
  ///
  /// `user` is who reads; meanwhile the session may have gone on to somebody else.
  func stop(_ id: UInt64, user: AnyObject) {
    guard let session = sessions[id], session.user === user, !session.isStopping else { return }
    session.isStopping = true
    cancelHead(of: session)
    resumeReading(id)
  }

  private func takeRows(_ session: Session, _ feed: Feed<ResultHandle>) {
    var rows: [ResultHandle] = []
    var weight = 0
    while !session.connection.isBusy {
      guard let raw = session.connection.nextResult() else {
        _ = feed.push(rows, weight: weight)
        return goBack(session) { feed.finish($0) }
      }
      let result = ResultHandle(raw)
      switch result.status {
      case .singleRow where session.isStopping: break
      case .singleRow:
        rows.append(result)
        weight += result.weight
        guard weight < 1 << 17 else {
          guard feed.push(rows, weight: weight) else { return watch(session, 0) }
          rows.removeAll(keepingCapacity: true)
          weight = 0
          continue
        }
      case .failure: session.note(result)
      default: break
      }
    }
    if !rows.isEmpty, !feed.push(rows, weight: weight) { watch(session, 0) }
  }

  private func takeCopy(_ session: Session, _ feed: Feed<[UInt8]>) {
    var chunk: [UInt8] = []
    while true {
      if session.isCopying {
        switch session.connection.takeCopy(into: &chunk) {
        case .taken:
          if session.isStopping { chunk.removeAll(keepingCapacity: true) }
          guard chunk.count >= 1 << 16 else { continue }
          guard feed.push([chunk], weight: chunk.count) else { return watch(session, 0) }
          chunk = []
          continue
        case .notYet:
          if !chunk.isEmpty, !feed.push([chunk], weight: chunk.count) { watch(session, 0) }
          return
        case .end, .failed: session.isCopying = false
        }
      }
      if !chunk.isEmpty { _ = feed.push([chunk], weight: chunk.count) }
      chunk = []
      guard !session.connection.isBusy else { return }
      guard let raw = session.connection.nextResult() else { return goBack(session) { feed.finish($0) } }
      let result = ResultHandle(raw)
      switch result.status {
      case .copyOut: session.isCopying = true
      case .failure: session.note(result)
      default: break
      }
    }
  }

  /// Returns to the pipeline after the last result.
  func goBack(_ session: Session, _ finish: (Result<Void, any Error>) -> Void) {
    let failure = session.failure
    session.failure = nil
    session.isStopping = false
    session.isCopying = false
    session.cancelAgainAt = nil
    session.mode = .pipeline
    finish(failure.map { .failure($0) } ?? .success(()))
    guard session.connection.enterPipeline() else { return lose(session) }
    watch(session, Poller.readable)
    catchUp(session)
  }

  /// Tells whoever reads or writes outside the pipeline that the connection is gone.
  func breakOff(_ session: Session) {
    let error = session.failure ?? PostgresError(.connectionLost, .notDone, session.connection.errorMessage)
    switch session.mode {
    case .pipeline: break
    case .rows(let feed): feed.finish(.failure(error))
    case .copyOut(let feed): feed.finish(.failure(error))
    case .copyIn(let copy): copy.answer(.failure(error))
    }
  }
}

extension Session {
  /// Keeps the first error outside the pipeline; one that was asked for is a cancellation.
  func note(_ result: ResultHandle) {
    guard failure == nil else { return }
    guard result.isFromServer else {
      return failure = PostgresError(.connectionLost, .notDone, result.errorMessage)
    }
    failure = PostgresError(result, isStopping ? .cancelled : .server, outcome: .notDone)
  }
}
