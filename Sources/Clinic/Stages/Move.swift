import Foundation

/// One line of the ledger of an episode; lines are added and never changed.
///
/// Moves count in the order of the times at which they happened. Of one instant, the one written later counts as the
/// later; a stay of no length is never made. A move whose time lies ahead is planned: it counts from that time on.
package struct Move: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Move>

  package let id: ID
  package let episodeID: Episode.ID
  /// Its number in the order of writing, from 1; orders moves of one instant.
  package let sequence: Int32
  package let event: MoveEvent
  package let from: StageState
  package let to: StageState
  /// When it happened.
  package let effectiveAt: Date
  /// When it was written down.
  package let recordedAt: Date
  package let actor: Staff.ID
  package let reason: Note?
  /// Why a stay ended by it, as TEDS has it; nil when none ended.
  package let dischargeReason: DischargeReason?
  /// The document, visit or import that it came from, if one did.
  package let cause: Line?
  /// When somebody who goes on leave is expected back; nil where nobody said.
  package let dueBackAt: Date?
  /// The wrong move that this one puts right, if it is a correction.
  package let corrects: Move.ID?

  package init(
    id: ID, episodeID: Episode.ID, sequence: Int32, event: MoveEvent, from: StageState, to: StageState,
    effectiveAt: Date, recordedAt: Date, actor: Staff.ID, reason: Note? = nil,
    dischargeReason: DischargeReason? = nil,
    cause: Line? = nil, dueBackAt: Date? = nil, corrects: Move.ID? = nil
  ) {
    self.id = id
    self.episodeID = episodeID
    self.sequence = sequence
    self.event = event
    self.from = from
    self.to = to
    self.effectiveAt = effectiveAt
    self.recordedAt = recordedAt
    self.actor = actor
    self.reason = reason
    self.dischargeReason = dischargeReason
    self.cause = cause
    self.dueBackAt = dueBackAt
    self.corrects = corrects
  }
}
