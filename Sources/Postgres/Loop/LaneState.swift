/// A lane as the event loop sees it: its sessions and what waits for one.
final class LaneState {
  let index: Int
  let settings: Database.Lane
  let target: ConnectionTarget
  var shared: [Session] = []
  var connecting = 0
  var waiting = FIFO<WorkUnit>()

  /// Exclusive sessions that nobody uses.
  var idle: [Session] = []
  var exclusiveCount = 0
  var leaseRequests = FIFO<LeaseRequest>()

  var failedAttempts = 0
  var retryAt: ContinuousClock.Instant?
  var unreachableSince: ContinuousClock.Instant?

  init(index: Int, settings: Database.Lane, target: ConnectionTarget) {
    self.index = index
    self.settings = settings
    self.target = target
  }

  /// The session with the fewest units in flight, if it may take one more.
  func leastLoaded() -> Session? {
    var best: Session?
    for session in shared where session.admits {
      guard session.inflight.count < settings.pipelineDepth else { continue }
      guard let candidate = best else {
        best = session
        continue
      }
      if session.inflight.count < candidate.inflight.count { best = session }
    }
    return best
  }

  /// Whether another shared session would help and is allowed.
  var wantsShared: Bool {
    guard shared.count + connecting < settings.connections, retryAt == nil else { return false }
    return !waiting.isEmpty || (connecting == 0 && shared.allSatisfy { !$0.inflight.isEmpty })
  }

  /// Whether another exclusive session would help and is allowed.
  var wantsExclusive: Bool {
    !leaseRequests.isEmpty && exclusiveCount < settings.exclusiveConnections && retryAt == nil
  }
}

extension LaneState {
  /// Whether every shared session has something to do.
  var isBusy: Bool { shared.allSatisfy { !$0.inflight.isEmpty } }
}
