import Foundation

/// The moves of one episode in order of time, as they now count: what is corrected is already replaced.
///
/// Replaying it gives the stays, so that a correction can be tried out before it is written.
package struct Ledger: Hashable, Sendable {
  package let entries: [Entry]
  /// The stays that follow from the entries, in order of time.
  package let stays: [Stretch]
  /// Where the episode stands after the last entry.
  package let state: StageState

  /// A move as it is replayed: what happened, and when.
  package struct Entry: Hashable, Sendable {
    package var event: MoveEvent
    package var to: StageState
    package var effectiveAt: Date
    package var dischargeReason: DischargeReason?

    package init(
      _ event: MoveEvent, to: StageState, effectiveAt: Date, dischargeReason: DischargeReason? = nil
    ) {
      self.event = event
      self.to = to
      self.effectiveAt = effectiveAt
      self.dischargeReason = dischargeReason
    }
  }

  /// A stay as it follows from the moves.
  package struct Stretch: Hashable, Sendable {
    package let stage: Stage
    package let during: Interval
    /// Nil while it goes on.
    package let endReason: DischargeReason?
    /// When the person was away with the place kept.
    package let leaves: [Interval]
    /// The entry that opened it, as an index.
    package let openedBy: Int
  }

  /// Replays the entries under `rules`, from nothing.
  ///
  /// Throws `IllegalMove` at the first entry that the rules do not allow where it then stands, and
  /// `MoveOutOfTime` when an entry is not after the one before it. What a move needs besides (level, bed,
  /// role) was checked when it was made. An episode that began as a readmission begins with `admit` here.
  package init(replaying entries: [Entry], rules: StageRules) throws {
    var replay = Replay()
    for (index, entry) in entries.enumerated() {
      let rule = try rules.legal(from: replay.state, event: entry.event, to: entry.to)
      try replay.take(entry, index: index, rule: rule)
    }
    self.entries = entries
    self.stays = try replay.finished()
    self.state = replay.state
  }
}

/// The state of a replay between two entries.
private struct Replay {
  var state = StageState.none
  private var stays: [Ledger.Stretch] = []
  private var open: (stage: Stage, start: Date, index: Int)?
  private var leaves: [Interval] = []
  private var leftAt: Date?
  private var last: Date?

  mutating func take(_ entry: Ledger.Entry, index: Int, rule: StageRule) throws {
    let time = entry.effectiveAt
    if let last, time <= last { throw MoveOutOfTime(time, .notAfterLastMove(last)) }
    if let start = leftAt {
      leaves.append(try Interval(start: start, end: time))
      leftAt = nil
    }
    if entry.event == .leave { leftAt = time }
    if rule.event == .transfer || rule.to.stage != rule.from.stage {
      try close(
        at: time, reason: rule.endings.count == 1 ? rule.endings[0] : entry.dischargeReason ?? .unknown)
      open = rule.to.stage.map { ($0, time, index) }
    }
    state = rule.to
    last = time
  }

  /// The stays, of which the last may go on.
  mutating func finished() throws -> [Ledger.Stretch] {
    if let leftAt { leaves.append(try Interval(start: leftAt)) }
    try close(at: nil, reason: nil)
    return stays
  }

  private mutating func close(at time: Date?, reason: DischargeReason?) throws {
    guard let (stage, start, index) = open else { return }
    let during = try Interval(start: start, end: time)
    stays.append(
      Ledger.Stretch(stage: stage, during: during, endReason: reason, leaves: leaves, openedBy: index))
    leaves = []
    open = nil
  }
}
