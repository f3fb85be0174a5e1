import Synchronization

/// A caller that waits for a connection of its own.
///
/// `@unchecked Sendable`: as with ``WorkUnit``, the event loop owns it from submission to its answer.
final class LeaseRequest: @unchecked Sendable {
  let isCancelled = Atomic(false)
  let deadline: ContinuousClock.Instant?
  var continuation: CheckedContinuation<UInt64, any Error>?

  init(deadline: ContinuousClock.Instant? = nil) { self.deadline = deadline }

  func answer(_ result: Result<UInt64, any Error>) {
    guard let continuation else { return }
    self.continuation = nil
    continuation.resume(with: result)
  }
}
