/// A COPY to the server on its way.
///
/// `@unchecked Sendable`: only the loop's thread touches it; callers hand it around and wait on its answers.
final class CopyIn: @unchecked Sendable {
  typealias Waiter = CheckedContinuation<Int, any Error>
  private enum Phase { case starting, open, flushing, ending }

  private var phase = Phase.starting
  private var waiter: Waiter?
  private var rows = 0

  func wait(_ waiter: Waiter) { self.waiter = waiter }

  func answer(_ result: Result<Int, any Error>) {
    waiter?.resume(with: result)
    waiter = nil
  }

  /// Hands data over; answered when libpq has got rid of it, so that it never piles up.
  func write(_ bytes: [UInt8], _ session: Session, _ reactor: Reactor) {
    guard session.connection.putCopy(bytes) else { return reactor.lose(session) }
    phase = .flushing
    reactor.flush(session)
    proceed(session, reactor)
  }

  /// Ends it; with a reason the server undoes it.
  func end(reason: String?, _ session: Session, _ reactor: Reactor) {
    guard session.connection.endCopy(reason: reason) else { return reactor.lose(session) }
    phase = .ending
    reactor.flush(session)
    proceed(session, reactor)
  }

  func proceed(_ session: Session, _ reactor: Reactor) {
    switch phase {
    case .open: break
    case .flushing:
      guard session.interest & Poller.writable == 0 else { return }
      phase = .open
      answer(.success(0))
    case .starting, .ending: takeResults(session, reactor)
    }
  }

  private func takeResults(_ session: Session, _ reactor: Reactor) {
    while !session.connection.isBusy {
      guard let raw = session.connection.nextResult() else {
        return reactor.goBack(session) { answer($0.map { rows }) }
      }
      let result = ResultHandle(raw)
      switch result.status {
      case .copyIn:
        // libpq says so again and again until the copy is ended.
        phase = .open
        return answer(.success(0))
      case .failure: session.note(result)
      default: rows = result.affectedRows
      }
    }
  }
}
