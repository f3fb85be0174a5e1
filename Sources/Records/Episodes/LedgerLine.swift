import Clinic
import Foundation

/// A line of the ledger while a change of it is tried out.
struct LedgerLine {
  /// As it is now written; nil for a new one.
  let written: Move?
  /// The identifier under which it is written anew if it changes.
  var id: Move.ID
  let sequence: Int32
  var event: MoveEvent
  var to: StageState
  var effectiveAt: Date
  var dischargeReason: DischargeReason?
  var reason: Note?
  var cause: Line?
  var dueBackAt: Date?
  /// The stay that it opens, if it opens one.
  var stayID: Stay.ID
  /// What the stay that it opens is; nil leaves it as it is.
  var level: LevelOfCare?
  var service: ServiceSetting?
  var bed = BedChoice.asItIs

  enum BedChoice: Hashable {
    case asItIs
    case take(Bed.ID)
    case none
  }

  /// A line that is written already.
  init(_ record: MoveRecord, id: Move.ID, otherwise stay: Stay.ID) {
    let move = record.move
    written = move
    self.id = id
    sequence = move.sequence
    event = move.event
    to = move.to
    effectiveAt = move.effectiveAt
    dischargeReason = move.dischargeReason
    reason = move.reason
    cause = move.cause
    dueBackAt = move.dueBackAt
    stayID = record.stayID ?? stay
  }

  /// A line that is to be written.
  init(_ move: NewMove, ending: DischargeReason?, sequence: Int32) {
    let request = move.request
    written = nil
    id = move.id
    self.sequence = sequence
    event = request.event
    to = request.to
    effectiveAt = request.effectiveAt
    dischargeReason = ending
    reason = request.reason
    cause = request.cause
    dueBackAt = request.dueBackAt
    stayID = move.stayID
    level = request.level
    service = request.service
    bed = request.bed.map { .take($0) } ?? .asItIs
  }

  /// Whether it opens a stay.
  var opens: Bool {
    switch event {
    case .admit, .readmit, .transfer: true
    case .leave, .return, .complete, .discharge, .correct: false
    }
  }

  /// A readmission begins its own episode, and is replayed as the admission that it is.
  var entry: Ledger.Entry {
    Ledger.Entry(
      event == .readmit ? .admit : event, to: to, effectiveAt: effectiveAt, dischargeReason: dischargeReason,
      recordedFrom: isAsWritten ? (written?.from == .ended ? StageState.none : written?.from) : nil)
  }

  /// Whether what the stage rules look at is as it was written.
  private var isAsWritten: Bool { written.map { $0.event == event && $0.to == to } ?? false }

  /// Whether it is to be written anew where it stands, apart from what other lines change about it.
  var isChanged: Bool {
    guard let written else { return true }
    return !isAsWritten || written.effectiveAt != effectiveAt || written.dischargeReason != dischargeReason
      || written.cause != cause || written.dueBackAt != dueBackAt
  }
}
