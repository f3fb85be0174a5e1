import Foundation

/// A move that somebody wants to make, before it is checked.
package struct MoveRequest: Hashable, Sendable {
  package var event: MoveEvent
  package var to: StageState
  package var effectiveAt: Date
  /// The level of care of the stay that begins.
  package var level: LevelOfCare?
  /// The kind of service of the stay that begins, when it is known.
  package var service: ServiceSetting?
  /// The bed of the stay that begins.
  package var bed: Bed.ID?
  package var reason: Note?
  package var dischargeReason: DischargeReason?
  /// The document, visit or import that it comes from.
  package var cause: Line?
  /// When somebody who goes on leave is expected back.
  package var dueBackAt: Date?
  /// When somebody who went on leave came back, where both are told at once.
  package var returnedAt: Date?
  /// What the one who asks is, at the facility of the episode.
  package var roles: Set<Role>
  /// Whether the move lies ahead on purpose.
  package var isPlanned: Bool

  package init(
    _ event: MoveEvent, to: StageState, effectiveAt: Date, level: LevelOfCare? = nil,
    service: ServiceSetting? = nil, bed: Bed.ID? = nil, reason: Note? = nil,
    dischargeReason: DischargeReason? = nil, cause: Line? = nil, dueBackAt: Date? = nil,
    returnedAt: Date? = nil, roles: Set<Role>, isPlanned: Bool = false
  ) {
    self.event = event
    self.to = to
    self.effectiveAt = effectiveAt
    self.level = level
    self.service = service
    self.bed = bed
    self.reason = reason
    self.dischargeReason = dischargeReason
    self.cause = cause
    self.dueBackAt = dueBackAt
    self.returnedAt = returnedAt
    self.roles = roles
    self.isPlanned = isPlanned
  }
}

/// What a move that passed every check changes, all of it at `at`.
package struct MovePlan: Hashable, Sendable {
  package let rule: StageRule
  package let at: Date
  package let closes: ClosedStay?
  package let opens: OpenedStay?
  package let bed: BedChange
  /// Why the episode ends; nil while it goes on.
  package let endsEpisode: DischargeReason?

  /// Whether the move opens a new episode.
  package var opensEpisode: Bool { rule.event == .admit || rule.event == .readmit }

  /// The stay that a move ends.
  package struct ClosedStay: Hashable, Sendable {
    package let stay: Stay.ID
    /// Why the stay ends: going on to another stage is a transfer.
    package let reason: DischargeReason
  }

  /// The stay that a move begins.
  package struct OpenedStay: Hashable, Sendable {
    package let stage: Stage
    package let level: LevelOfCare?
    package let service: ServiceSetting?
  }

  /// What becomes of the beds.
  package enum BedChange: Hashable, Sendable {
    /// The bed that the person has is given back, if there is one.
    case release
    /// The bed that the person has is given back, if there is one, and this one is taken.
    case take(Bed.ID)
    /// The person keeps the bed, which counts from now on as this.
    case keep(as: OccupationKind)
  }
}
