import Foundation

/// The moves of one episode in order of time, as they now count: what is corrected is already replaced.
///
/// Replaying it gives the stays, so that a correction can be tried out before it is written.
package struct Ledger: Hashable, Sendable {
  package let entries: [Entry]
  /// The stays that follow from the entries, in order of time.
  package let stays: [Stretch]
  /// Where the episode stood before each entry.
  package let origins: [StageState]
  /// The stay that each entry opened, or happened in, or ended the episode with, as an index of `stays`.
  package let places: [Int]
  /// Where the episode stands after the last entry.
  package let state: StageState

  /// A move as it is replayed: what happened, and when.
  package struct Entry: Hashable, Sendable {
    package var event: MoveEvent
    package var to: StageState
    package var effectiveAt: Date
    package var dischargeReason: DischargeReason?
    /// Where the episode stood when the move was written; nil for one that is not written yet.
    ///
    /// What was allowed then stays allowed from there, whatever the rules say now.
    package var recordedFrom: StageState?

    package init(
      _ event: MoveEvent, to: StageState, effectiveAt: Date, dischargeReason: DischargeReason? = nil,
      recordedFrom: StageState? = nil
    ) {
      self.event = event
      self.to = to
      self.effectiveAt = effectiveAt
      self.dischargeReason = dischargeReason
      self.recordedFrom = recordedFrom
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
  /// Throws `LedgerFault`, which names the entry and holds an `IllegalMove` where the rules do not allow it where it then
  /// stands, or a `MoveOutOfTime` where it is before the one ahead of it or a stay would have no length. What a move
  /// needs besides (level, bed, role) was checked when it was made. An episode that began as a readmission begins with
  /// `admit` here.
  package init(replaying entries: [Entry], rules: StageRules) throws(LedgerFault) {
    var replay = Replay()
    var origins: [StageState] = []
    var places: [Int] = []
    for (index, entry) in entries.enumerated() {
      origins.append(replay.state)
      let rule: StageRule?
      do {
        let isKnown = entry.recordedFrom == replay.state
        rule = isKnown ? nil : try rules.legal(from: replay.state, event: entry.event, to: entry.to)
      } catch {
        throw LedgerFault(index: index, reason: error)
      }
      do {
        try replay.take(entry, index: index, rule: rule)
      } catch {
        throw LedgerFault(index: index, reason: error)
      }
      places.append(replay.place)
    }
    self.entries = entries
    self.origins = origins
    self.places = places
    do {
      self.stays = try replay.finished()
    } catch {
      throw LedgerFault(index: max(0, entries.count - 1), reason: error)
    }
    self.state = replay.state
  }
}

/// An entry that cannot follow on those before it.
package struct LedgerFault: Error {
  /// Which entry.
  package let index: Int
  /// Why: an `IllegalMove` or a `MoveOutOfTime`.
  package let reason: any Refusal
}

/// The state of a replay between two entries.
private struct Replay {
  var state = StageState.none
  private var stays: [Ledger.Stretch] = []
  private var open: (stage: Stage, start: Date, index: Int)?
  private var leaves: [Interval] = []
  private var leftAt: Date?
  private var last: Date?

  /// The stay that goes on, or after the end the last one.
  var place: Int { open == nil ? max(0, stays.count - 1) : stays.count }

  mutating func take(_ entry: Ledger.Entry, index: Int, rule: StageRule?) throws(MoveOutOfTime) {
    let time = entry.effectiveAt
    if let last, time < last { throw MoveOutOfTime(time, .notAfterLastMove(last)) }
    if let start = leftAt {
      // Away for no time is not away.
      if let away = try? Interval(start: start, end: time) { leaves.append(away) }
      leftAt = nil
    }
    if entry.event == .leave { leftAt = time }
    if entry.event == .transfer || entry.to.stage != state.stage {
      let implied = rule.flatMap { $0.endings.count == 1 ? $0.endings[0] : nil }
      try close(at: time, reason: implied ?? entry.dischargeReason ?? .unknown)
      open = entry.to.stage.map { ($0, time, index) }
    }
    state = entry.to
    last = time
  }

  /// The stays, of which the last may go on.
  mutating func finished() throws(MoveOutOfTime) -> [Ledger.Stretch] {
    if let leftAt, let away = try? Interval(start: leftAt) { leaves.append(away) }
    try close(at: nil, reason: nil)
    return stays
  }

  private mutating func close(at time: Date?, reason: DischargeReason?) throws(MoveOutOfTime) {
    guard let (stage, start, index) = open else { return }
    guard let during = try? Interval(start: start, end: time) else {
      throw MoveOutOfTime(start, .notAfterLastMove(start))
    }
    stays.append(
      Ledger.Stretch(stage: stage, during: during, endReason: reason, leaves: leaves, openedBy: index))
    leaves = []
    open = nil
  }
}
