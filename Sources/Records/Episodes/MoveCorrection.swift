import Clinic
import Foundation

/// What was wrong about a move, and what is right.
package struct MoveCorrection: Sendable, Hashable {
  /// What is right about one move; nil leaves a thing as it is.
  package struct Change: Sendable, Hashable {
    /// When it really happened.
    package var effectiveAt: Date?
    /// Where it really led.
    package var to: StageState?
    /// The level of care of the stay that it opened.
    package var level: LevelOfCare?
    package var service: ServiceSetting?
    /// The bed of the stay that it opened.
    package var bed: BedChange?
    /// Why the stay or episode really ended.
    package var dischargeReason: DischargeReason?
    /// It never happened.
    package var isError: Bool

    package init(
      effectiveAt: Date? = nil, to: StageState? = nil, level: LevelOfCare? = nil,
      service: ServiceSetting? = nil,
      bed: BedChange? = nil, dischargeReason: DischargeReason? = nil, isError: Bool = false
    ) {
      self.effectiveAt = effectiveAt
      self.to = to
      self.level = level
      self.service = service
      self.bed = bed
      self.dischargeReason = dischargeReason
      self.isError = isError
    }

    /// It happened at another time.
    package static func effective(at time: Date) -> Change { Change(effectiveAt: time) }
    /// The stay ended for another reason.
    package static func dischargeReason(_ reason: DischargeReason) -> Change {
      Change(dischargeReason: reason)
    }
    /// It never happened.
    package static let enteredInError = Change(isError: true)

    /// Whether it says nothing.
    package var isEmpty: Bool { self == Change() }
  }

  /// What was wrong about the bed of a stay.
  package enum BedChange: Sendable, Hashable {
    case take(Bed.ID)
    case none
  }

  /// One move that is put right.
  package struct Part: Sendable, Hashable {
    /// Of the line that takes its place.
    package let id: Move.ID
    /// The wrong move.
    package let moveID: Move.ID
    package let change: Change

    package init(id: Move.ID, moveID: Move.ID, change: Change) {
      self.id = id
      self.moveID = moveID
      self.change = change
    }
  }

  /// The wrong move, and others that have to change with it.
  package let parts: [Part]
  /// Why it is corrected.
  package let reason: Note
  /// Whether documents that then fall outside the episode stay in the chart by their own times.
  package let keepsDocuments: Bool

  package init(
    id: Move.ID, moveID: Move.ID, change: Change, also others: [Part] = [], reason: Note,
    keepsDocuments: Bool = false
  ) {
    parts = [Part(id: id, moveID: moveID, change: change)] + others
    self.reason = reason
    self.keepsDocuments = keepsDocuments
  }
}

extension EpisodeDraft {
  /// Puts moves right, all of them before the ledger is replayed.
  ///
  /// Throws `NotFound` for a move that there is not, `InvalidValue` for what a move does not have.
  mutating func apply(_ correction: MoveCorrection) throws {
    let now = now
    for (index, part) in correction.parts.enumerated() {
      let prefix = index == 0 ? "" : "also[\(index - 1)]."
      if part.change.isEmpty {
        throw InvalidValue(
          "one-of", field: index == 0 ? nil : "also[\(index - 1)]", problem: "does not say what was wrong",
          remedy: "Give the right time, target, level, bed or reason, or say that it never happened.")
      }
      if part.change.isError {
        if part.change != .enteredInError {
          throw InvalidValue(
            "one-of", field: "\(prefix)entered_in_error",
            problem: "says that the move never happened, and more",
            remedy: "Say only that, or what is right about the move.")
        }
        try remove(part.moveID, field: "\(prefix)move_id")
        continue
      }
      try change(part.moveID, field: "\(prefix)move_id") { line in
        line.id = part.id
        try line.apply(part.change, prefix: prefix, now: now)
      }
    }
  }
}

extension LedgerLine {
  fileprivate mutating func apply(_ change: MoveCorrection.Change, prefix: String, now: Date) throws {
    if let time = change.effectiveAt {
      if time > now, effectiveAt <= now { throw MoveOutOfTime(time, .inFuture(now: now)) }
      effectiveAt = time
    }
    func refuse(_ name: String, unless holds: Bool, _ problem: String, _ remedy: String) throws {
      if !holds {
        throw InvalidValue("not-of-this-move", field: prefix + name, problem: problem, remedy: remedy)
      }
    }
    let ends = event == .complete || event == .discharge
    try refuse(
      "to", unless: change.to == nil || opens && change.to?.isOpen == true && change.to?.isOnLeave == false,
      "is not where the move \(event.rawValue) can lead",
      "Give a stage for a move that opens a stay; take any other move out and make the right one.")
    try refuse(
      "level", unless: opens || change.level == nil && change.service == nil && change.bed == nil,
      "belongs to a move that opens a stay, and \(event.rawValue) does not",
      "Name the move by which the stay began.")
    try refuse(
      "discharge_reason", unless: change.dischargeReason == nil || ends,
      "belongs to a move that ends the episode, and \(event.rawValue) does not",
      "Name the move by which the episode ended.")
    if let reason = change.dischargeReason {
      dischargeReason = reason
      event = reason == .completed ? .complete : .discharge
    }
    to = change.to ?? to
    level = change.level ?? level
    service = change.service ?? service
    switch change.bed {
    case .take(let id): bed = .take(id)
    case .some(.none): bed = .none
    case nil: break
    }
  }
}
