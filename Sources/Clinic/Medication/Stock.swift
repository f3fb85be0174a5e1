import Foundation

/// A controlled drug as it is kept in a facility: one unit of one name.
package struct StockDrug: Hashable, Sendable {
  package let facilityID: Facility.ID
  /// Compared without regard to capitals.
  package let drug: Line
  package let unit: DoseUnit

  package init(facilityID: Facility.ID, drug: Line, unit: DoseUnit) {
    self.facilityID = facilityID
    self.drug = drug
    self.unit = unit
  }
}

/// That some of a drug came in, or went otherwise than by a dose.
package struct StockChange: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<StockChange>

  package let id: ID
  package let drug: StockDrug
  package let kind: Kind
  package let amount: Decimal
  package let at: Date
  /// The second person; only a receipt needs none.
  package let witness: Staff.ID?
  package let note: Line?

  package init(
    id: ID, drug: StockDrug, kind: Kind, amount: Decimal, at: Date, witness: Staff.ID? = nil,
    note: Line? = nil
  ) {
    self.id = id
    self.drug = drug
    self.kind = kind
    self.amount = amount
    self.at = at
    self.witness = witness
    self.note = note
  }

  package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    case receipt, wastage, returned
  }
}

/// What two people counted of a drug in one shift.
package struct StockCount: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<StockCount>

  package let id: ID
  package let drug: StockDrug
  package let shift: Line
  package let shiftBegan: Date
  package let at: Date
  package let counted: Decimal
  /// What should have been there; nil for the first count.
  package let expected: Decimal?
  package let by: Line
  package let witness: Line
  package let note: Line?

  package init(
    id: ID, drug: StockDrug, shift: Line, shiftBegan: Date, at: Date, counted: Decimal, expected: Decimal?,
    by: Line, witness: Line, note: Line?
  ) {
    self.id = id
    self.drug = drug
    self.shift = shift
    self.shiftBegan = shiftBegan
    self.at = at
    self.counted = counted
    self.expected = expected
    self.by = by
    self.witness = witness
    self.note = note
  }

  /// How much there is too much, or too little when negative; nil for the first count.
  package var discrepancy: Decimal? { expected.map { counted - $0 } }
}

/// What was counted is not what should be there, and nobody says why.
package struct DiscrepancyUnexplained: Refusal, Hashable {
  package let drug: Line
  package let unit: DoseUnit
  package let counted: Decimal
  package let expected: Decimal

  package var code: String { "discrepancy-unexplained" }
  package var kind: RefusalKind { .refusedByRule }
  package var field: String? { "note" }
  package var message: String {
    "\(counted) \(unit.rawValue) were counted, and \(expected) \(unit.rawValue) should be there."
  }
  package var remedy: String {
    "Count again; where it stays so, write down what was found out in the note."
  }

  package init(drug: Line, unit: DoseUnit, counted: Decimal, expected: Decimal) {
    self.drug = drug
    self.unit = unit
    self.counted = counted
    self.expected = expected
  }
}
