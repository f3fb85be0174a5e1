import Clinic
import Foundation
import Postgres

/// A count to be written down.
package struct NewStockCount: Sendable {
  package let id: StockCount.ID
  package let drug: StockDrug
  package let at: Date
  package let counted: Decimal
  package let witness: Staff.ID
  package let note: Line?
  /// Why a count of the same shift is replaced; nil where there is none.
  package let correction: Line?

  package init(
    id: StockCount.ID, drug: StockDrug, at: Date, counted: Decimal, witness: Staff.ID, note: Line? = nil,
    correction: Line? = nil
  ) {
    self.id = id
    self.drug = drug
    self.at = at
    self.counted = counted
    self.witness = witness
    self.note = note
    self.correction = correction
  }
}

extension Records {
  /// Writes down what came in of a controlled drug, or went otherwise than by a dose.
  ///
  /// Throws `InvalidValue`, and `NotFound` when the facility is none where the caller works.
  package func change(
    _ change: StockChange, as caller: Caller, once: Once<StockChange>? = nil
  ) async throws {
    let now = clock()
    let action = Action("stock.change", needs: .stockCount, subject: change.id.rawValue)
    try await judging(action, as: caller) {
      try change.amount.checkAmount(field: "amount")
      if change.at > now { throw future }
      if change.kind != .receipt, change.witness == nil {
        throw InvalidValue(
          "witness-needed", field: "witness", problem: "is missing", remedy: "Name the colleague who saw it.")
      }
    }
    let insert: SQL = """
      INSERT INTO clinic.stock_change (
        organization_id, id, facility_id, drug, unit, kind, amount, at, witness_id, note, recorded_at, recorded_by)
      VALUES (
        access.organization(), \(change.id), \(change.drug.facilityID), \(change.drug.drug), \(change.drug.unit),
        \(change.kind), \(change.amount), \(change.at), \(change.witness), \(change.note), \(now),
        access.staff_member())
      """
    try await write([MedicationLock.drug(change.drug), insert], as: caller, action, once: once, for: change)
  }

  /// Writes down what two people counted of a controlled drug in the shift that went on then.
  ///
  /// Throws `DiscrepancyUnexplained` when it is not what should be there and the note is missing, and a `Conflict` when it
  /// was counted in this shift and no correction is meant.
  package func count(
    _ count: NewStockCount, in facility: Facility, as caller: Caller, once: Once<StockCount.ID>? = nil
  ) async throws -> StockCount.ID {
    let now = clock()
    let zone = TimeZone(identifier: facility.timeZone) ?? .gmt
    let shift = try MedicationPolicy.shipped().shift(at: count.at, in: zone)
    let action = Action(.stockCount, subject: count.id.rawValue)
    let expected = try await run(
      as: caller, Action("stock.expected", needs: .stockCount),
      Query<Decimal?>.one(
        "SELECT \(Stocks.expected(count.drug, at: count.at, exceptShift: shift.began)) AS expected"
      ) { try $0["expected"] })
    try await judging(action, as: caller) {
      if count.at > now { throw future }
      if count.counted != 0 { try count.counted.checkAmount(field: "counted") }
      if let expected, expected != count.counted, count.note == nil {
        throw DiscrepancyUnexplained(
          drug: count.drug.drug, unit: count.drug.unit, counted: count.counted, expected: expected)
      }
    }
    try await write(
      [MedicationLock.drug(count.drug)] + closing(count, began: shift.began, at: now) + [
        insert(count, shift, at: now)
      ], as: caller, action, once: once, for: count.id)
    return count.id
  }

  private func closing(_ count: NewStockCount, began: Date, at now: Date) -> [SQL] {
    guard count.correction != nil else { return [] }
    return [
      """
      UPDATE clinic.stock_count SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND facility_id = \(count.drug.facilityID)
        AND drug_key = lower(\(count.drug.drug)) AND unit = \(count.drug.unit) AND shift_starts = \(began)
        AND known_to = 'infinity'
      """
    ]
  }

  private func insert(_ count: NewStockCount, _ shift: (name: Line, began: Date), at now: Date) -> SQL {
    """
    INSERT INTO clinic.stock_count (
      organization_id, id, facility_id, drug, unit, shift, shift_starts, at, counted, expected, witness_id, note,
      known_from, recorded_by, reason)
    VALUES (
      access.organization(), \(count.id), \(count.drug.facilityID), \(count.drug.drug), \(count.drug.unit),
      \(shift.name), \(shift.began), \(count.at), \(count.counted),
      \(Stocks.expected(count.drug, at: count.at, exceptShift: shift.began)), \(count.witness), \(count.note), \(now),
      access.staff_member(), \(count.correction))
    """
  }
}

private let future = InvalidValue(
  "date-in-future", field: "at", problem: "is in the future", remedy: "Give the time at which it happened.")
