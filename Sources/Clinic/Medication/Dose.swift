import Foundation

/// What was done about one dose of an order.
package struct Dose: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Dose>

  package let id: ID
  /// When it was due; nil for one that was given as needed.
  package let dueAt: Date?
  package let outcome: Outcome
  package let at: Date
  /// What was given, in the unit of the order; nil when nothing was.
  package let amount: Decimal?
  /// Why nothing was given.
  package let cause: DoseCause?
  package let note: Line?
  /// Who acted.
  package let by: Line
  package let witness: Line?

  package init(
    id: ID, dueAt: Date?, outcome: Outcome, at: Date, amount: Decimal? = nil, cause: DoseCause? = nil,
    note: Line? = nil, by: Line, witness: Line? = nil
  ) {
    self.id = id
    self.dueAt = dueAt
    self.outcome = outcome
    self.at = at
    self.amount = amount
    self.cause = cause
    self.note = note
    self.by = by
    self.witness = witness
  }

  package enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
    case given, held, refused
  }
}

/// What somebody wants to write down about a dose.
package struct DoseRequest: Hashable, Sendable {
  package let outcome: Dose.Outcome
  /// Which dose of the order; nil for the one that is due now, and for one as needed.
  package let dueAt: Date?
  package let at: Date
  /// As ordered when nil.
  package let amount: Decimal?
  package let cause: DoseCause?
  package let note: Line?
  /// The second person, who saw it.
  package let witness: Staff.ID?

  package init(
    _ outcome: Dose.Outcome, dueAt: Date? = nil, at: Date, amount: Decimal? = nil, cause: DoseCause? = nil,
    note: Line? = nil, witness: Staff.ID? = nil
  ) {
    self.outcome = outcome
    self.dueAt = dueAt
    self.at = at
    self.amount = amount
    self.cause = cause
    self.note = note
    self.witness = witness
  }

  /// The same for the dose that was due then.
  package func meaning(_ dueAt: Date?) -> DoseRequest {
    DoseRequest(outcome, dueAt: dueAt, at: at, amount: amount, cause: cause, note: note, witness: witness)
  }
}

/// A dose that may be written down: which one it is, and how much.
package struct JudgedDose: Hashable, Sendable {
  package let dueAt: Date?
  package let amount: Decimal?
}
