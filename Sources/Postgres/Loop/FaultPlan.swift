import Synchronization

/// Breaks a connection at a chosen moment, for tests that look at what is left in the database.
package final class FaultPlan: Sendable {
  /// Where a round trip can break.
  package enum Moment: Hashable, Sendable, CaseIterable {
    /// Before anything of a unit is sent.
    case beforeSending
    /// After its statements and before the end that commits them.
    case midway
    /// After the server has answered, before the answer is read.
    case beforeReading
  }

  private let moment: Moment
  private let count = Atomic(0)
  private let target: Int

  /// Breaks the `count`-th time that the moment comes.
  package init(_ moment: Moment, at count: Int) {
    self.moment = moment
    target = count
  }

  /// Whether it has come that far yet.
  package var hasStruck: Bool { count.load(ordering: .relaxed) >= target }

  func strikes(_ moment: Moment) -> Bool {
    moment == self.moment && count.add(1, ordering: .relaxed).newValue == target
  }
}
