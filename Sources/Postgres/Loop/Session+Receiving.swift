extension Session {
  /// Takes all results that have arrived; `finish` gets each unit whose end has been reached.
  func receive(finish: (WorkUnit) -> Void) {
    while let unit = inflight.first {
      guard !connection.isBusy else { return }
      guard let result = connection.nextResult() else {
        // The end of a statement's results; after a loss, the end of everything.
        guard !connection.isBroken, commands.popFirst() != nil else { return }
        continue
      }
      switch ResultHandle.status(of: result) {
      case .sync:
        ResultHandle.discard(result)
        unit.isUncertain = unit.isUncertain || takeUncertainty()
        _ = inflight.popFirst()
        keepPace()
        finish(unit)
      case .rows, .command, .singleRow:
        accept(ResultHandle(result), in: unit)
      case .copyIn, .copyOut:
        // libpq can do no more with the connection. A copy to the server never ends and is undone with it; one
        // from the server may have been committed.
        let outcome = ResultHandle(result).status == .copyIn ? PostgresError.Outcome.notDone : .unknown
        failure = .copyInPipeline(outcome)
        return
      case .aborted:
        ResultHandle.discard(result)
        if case .preparation(let statement) = commands.first { cache.forget(statement) }
      case .failure:
        fail(unit, with: ResultHandle(result))
      }
    }
  }

  private func accept(_ result: ResultHandle, in unit: WorkUnit) {
    switch commands.first {
    case .statement: unit.results.append(result)
    case .preparation(let statement): statement.isReady = true
    case .ignored, nil: break
    }
  }

  private func fail(_ unit: WorkUnit, with failure: ResultHandle) {
    // What libpq reports in the server's stead, when the connection is gone, says nothing about the unit.
    guard failure.isFromServer else { return }
    if unit.failure == nil { unit.failure = failure }
    switch commands.first {
    case .preparation(let statement): cache.forget(statement)
    case .statement(let statement?) where failure.isStalePlan: cache.forget(statement)
    default: break
    }
  }

  private func takeUncertainty() -> Bool {
    defer { connection.sawUncertainCommit = false }
    return connection.sawUncertainCommit
  }
}

extension PostgresError {
  static func copyInPipeline(_ outcome: Outcome) -> PostgresError {
    PostgresError(
      .server, outcome, "COPY needs copyIn or copyOut of a transaction", code: .featureNotSupported)
  }
}
