/// So many events in so much time.
package struct EventRate: Hashable, Sendable {
  package let events: Int
  /// The time of all people together, in any unit.
  package let personTime: Double

  /// Nil unless there is time and no fewer than zero events.
  package init?(events: Int, personTime: Double) {
    guard events >= 0, personTime > 0, personTime.isFinite else { return nil }
    self.events = events
    self.personTime = personTime
  }

  /// Events in one unit of time.
  package var rate: Double { Double(events) / personTime }

  /// The exact limits of a Poisson rate.
  package func limits(level: Double = 0.95) -> Limits {
    let tail = (1 - level) / 2
    func quantile(_ p: Double, _ a: Double) -> Double {
      bisection(from: 0, to: a + 40 * (a + 10).squareRoot()) { Gamma.lower(a, $0) < p }
    }
    let lower = events == 0 ? 0 : quantile(tail, Double(events))
    return Limits(lower / personTime, quantile(1 - tail, Double(events) + 1) / personTime)
  }
}
