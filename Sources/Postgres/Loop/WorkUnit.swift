import Synchronization

/// Statements that go to the server together, in one transaction, with one answer.
///
/// `@unchecked Sendable`: it has one owner at a time. The caller fills it in and submits it; from then on only
/// the event loop touches it; it resumes the caller as its last act, and the caller owns it again. The one thing
/// that others may touch at any time, `isCancelled`, is atomic.
final class WorkUnit: @unchecked Sendable {
  typealias Continuation = CheckedContinuation<Void, any Error>
  enum Abort { case cancelled, deadline }

  let statements: [SQL]
  let fingerprints: [UInt64]
  let deadline: ContinuousClock.Instant?
  let isCancelled = Atomic(false)

  var continuation: Continuation?
  var results: [ResultHandle] = []
  var failure: ResultHandle?
  var abort: Abort?
  /// Whether the loop has seen it, and whether it has been answered.
  var isAdmitted = false
  var isAnswered = false
  /// Sent to a certain session, past the lane's queue.
  var isDirect = false
  /// The session is to be given back when it is done.
  var releasesAfterwards = false
  /// Made by the loop itself; nobody waits for it.
  let isInternal: Bool
  var isUncertain = false
  /// A cancel request meant for a neighbour may have hit it.
  var isExposed = false
  var isRetry = false
  /// When the caller gets an answer even if the server is silent.
  var patienceEnd: ContinuousClock.Instant?
  unowned(unsafe) var session: Session?

  init(_ statements: [SQL], deadline: ContinuousClock.Instant? = nil, isInternal: Bool = false) {
    self.isInternal = isInternal
    self.statements = statements
    self.deadline = deadline
    fingerprints = statements.map(\.fingerprint)
    results.reserveCapacity(statements.count)
  }

  /// Resumes the caller, whose the unit is again from here on.
  func answer(_ error: PostgresError?) {
    isAnswered = true
    guard let continuation else { return }
    self.continuation = nil
    Handoff.give(self)
    if let error { continuation.resume(throwing: error) } else { continuation.resume() }
  }

  /// Makes it as if it had never been sent.
  func rewind() {
    results.removeAll(keepingCapacity: true)
    failure = nil
    isUncertain = false
    isExposed = false
    isRetry = true
    session = nil
  }

  /// Makes sure that every statement can be sent.
  func checkSendable() throws {
    if let defect = statements.lazy.compactMap(\.unsendable).first {
      throw PostgresError(.encoding, .notSent, defect)
    }
  }
}

extension SQL {
  /// Why the statement cannot be sent, if it cannot.
  var unsendable: String? {
    if let defect { return defect }
    guard parameters.count <= 65_535 else { return "a statement binds more than 65,535 values" }
    return nil
  }
}
