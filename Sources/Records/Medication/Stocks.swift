import Clinic
import Foundation
import Postgres

/// A drug with its last count and what should be there now.
package struct StockLine: Sendable, Hashable {
  package let drug: StockDrug
  /// Nil when it was never counted.
  package let lastCount: StockCount?
  /// What should be there; nil until it was counted once.
  package let expected: Decimal?
}

/// Queries about controlled drugs.
package enum Stocks {
  /// The latest counts of a facility, the last first.
  package static func counts(of facility: Facility.ID, limit: Int = 100) -> Query<[StockCount]> {
    .all(
      """
      SELECT c.id, c.facility_id, c.drug, c.unit, c.shift, c.shift_starts, c.at, c.counted, c.expected, c.note,
        counter.name AS counter, witness.name AS witness
      FROM clinic.stock_count AS c
      JOIN access.staff AS counter ON counter.organization_id = c.organization_id AND counter.id = c.recorded_by
      JOIN access.staff AS witness ON witness.organization_id = c.organization_id AND witness.id = c.witness_id
      WHERE c.organization_id = (SELECT access.organization()) AND c.facility_id = \(facility)
        AND c.known_to = 'infinity'
      ORDER BY c.at DESC, c.drug_key, c.unit
      LIMIT \(Int64(limit))
      """
    ) { row in
      StockCount(
        id: try row["id"],
        drug: StockDrug(facilityID: try row["facility_id"], drug: try row["drug"], unit: try row["unit"]),
        shift: try row["shift"], shiftBegan: try row["shift_starts"], at: try row["at"],
        counted: try row["counted"], expected: try row["expected"], by: try row["counter"],
        witness: try row["witness"], note: try row["note"])
    }
  }

  /// What should be there of a drug at `time`: the last count, and what came and went since; null before the first.
  ///
  /// A count that a correction of the same shift takes the place of is left out.
  static func expected(_ drug: StockDrug, at time: Date, exceptShift began: Date) -> SQL {
    """
    (
      SELECT last.counted
        + coalesce((
          SELECT sum(CASE change.kind WHEN 'receipt' THEN change.amount ELSE -change.amount END)
          FROM clinic.stock_change AS change
          WHERE change.organization_id = (SELECT access.organization()) AND change.facility_id = \(drug.facilityID)
            AND change.drug_key = lower(\(drug.drug)) AND change.unit = \(drug.unit)
            AND change.at > last.at AND change.at <= \(time)), 0)
        - access.stock_given(\(drug.facilityID), \(drug.drug), \(drug.unit), last.at, \(time))
      FROM clinic.stock_count AS last
      WHERE last.organization_id = (SELECT access.organization()) AND last.facility_id = \(drug.facilityID)
        AND last.drug_key = lower(\(drug.drug)) AND last.unit = \(drug.unit) AND last.known_to = 'infinity'
        AND last.at < \(time) AND last.shift_starts <> \(began)
      ORDER BY last.at DESC
      LIMIT 1
    )
    """
  }
}
