extension Reactor {
  /// Makes sure that the timers are looked at no later than `instant`.
  func schedule(at instant: ContinuousClock.Instant) {
    if let nextTimer, nextTimer <= instant { return }
    nextTimer = instant
  }

  func millisecondsToNextTimer() -> Int32 {
    guard let nextTimer else { return -1 }
    let left = nextTimer - .now
    guard left > .zero else { return 0 }
    return Int32(min(left / .milliseconds(1), 60_000).rounded(.up))
  }

  func runTimersIfDue() {
    guard let due = nextTimer, due <= .now else { return }
    nextTimer = nil
    let now = ContinuousClock.now
    endOverdue(now)
    hub.reconnectIfDue(now, self)
    for lane in lanes {
      if let retryAt = lane.retryAt {
        if retryAt <= now { lane.retryAt = nil } else { schedule(at: retryAt) }
      }
      pump(lane)
    }
  }
}
