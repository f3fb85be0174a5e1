import Foundation

/// A stretch of time that holds its start and not its end, never empty; without an end it goes on.
package struct Interval: Hashable, Sendable {
  package let start: Date
  /// The first instant that is no longer inside; nil while it goes on.
  package let end: Date?

  /// Refuses an end that is not after the start.
  package init(start: Date, end: Date? = nil) throws(InvalidValue) {
    if let end, end <= start {
      throw InvalidValue(
        "end-before-start", field: "end", problem: "is not after the start",
        remedy: "Give an end after the start, or none while it goes on.")
    }
    self.start = start
    self.end = end
  }

  /// Whether it has no end yet.
  package var isOpen: Bool { end == nil }

  /// Whether an instant is inside: from the start, and before the end.
  package func contains(_ time: Date) -> Bool {
    start <= time && end.map { time < $0 } ?? true
  }

  /// Whether an instant is in both; two that only touch do not overlap.
  package func overlaps(_ other: Interval) -> Bool {
    (other.end.map { start < $0 } ?? true) && (end.map { other.start < $0 } ?? true)
  }

  /// The same with an end.
  package func ending(at end: Date) throws(InvalidValue) -> Interval {
    try Interval(start: start, end: end)
  }
}
