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

  /// The session that takes the next unit, if one may.
  ///
  /// A session that is at work already takes it without being woken, so the busiest one gets it, as long as what it has
  /// will be done in no time; beyond that it goes to the one with the fewest units in flight.
  func nextSession() -> Session? {
    var brisk: Session?
    var leastLoaded: Session?
    let now = ContinuousClock.now
    for session in shared where session.admits && session.inflight.count < settings.pipelineDepth {
      let count = session.inflight.count
      if count < leastLoaded?.inflight.count ?? .max { leastLoaded = session }
      let isBrisk = count > 0 && session.expectedWait(at: now) < Self.noTime
      if isBrisk, count > brisk?.inflight.count ?? 0 { brisk = session }
    }
    return brisk ?? leastLoaded
  }

  private static let noTime = Duration.microseconds(500)

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
