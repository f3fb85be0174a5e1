import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// The count of controlled drugs.
@Suite(.database, .timeLimit(.minutes(10)))
struct StockTests {
  private func facility(_ ward: MedicationTests.Ward) async throws -> Facility {
    let all = try await ward.records.run(as: ward.caller, Action("facility.list", needs: nil), Facilities.all)
    return try #require(all.first { $0.facility.id == ward.world.database.north.id }?.facility)
  }

  private func count(
    _ ward: MedicationTests.Ward, _ counted: Decimal, at hours: Double, note: String? = nil,
    correction: String? = nil,
    drug: String = "Methadone"
  ) async throws {
    let facility = try await facility(ward)
    _ = try await ward.records.count(
      NewStockCount(
        id: TestDatabase.new(), drug: StockDrug(facilityID: facility.id, drug: try Line(drug), unit: .mg),
        at: ward.world.hours(hours), counted: counted, witness: ward.nurseID,
        note: try note.map { try Line($0) },
        correction: try correction.map { try Line($0) }), in: facility, as: ward.caller)
  }

  private func change(
    _ ward: MedicationTests.Ward, _ kind: StockChange.Kind, _ amount: Decimal, at hours: Double,
    witness: Bool = true
  ) async throws {
    try await ward.records.change(
      StockChange(
        id: TestDatabase.new(),
        drug: StockDrug(facilityID: ward.world.database.north.id, drug: try Line("methadone"), unit: .mg),
        kind: kind,
        amount: amount, at: ward.world.hours(hours), witness: witness ? ward.nurseID : nil), as: ward.caller)
  }

  private func counts(_ ward: MedicationTests.Ward) async throws -> [StockCount] {
    try await ward.records.run(
      as: ward.caller, Action("stock.list", needs: .stockCount),
      Stocks.counts(of: ward.world.database.north.id))
  }

  @Test func `what should be there is the last count with what came and went since`() async throws {
    let ward = try await MedicationTests.Ward()
    let order = try await ward.order(drug: "Methadone", controlled: true)
    let other = try await ward.order(drug: "Zzother")
    try await change(ward, .receipt, 1_000, at: -23, witness: false)
    try await count(ward, 500, at: -22)
    try await change(ward, .receipt, 100, at: -12, witness: false)
    try await change(ward, .wastage, 5, at: -11)
    for due in [-20.0, -16, -8] {
      _ = try await ward.act(
        DoseRequest(.given, dueAt: ward.world.hours(due), at: ward.world.hours(due)), on: order)
      _ = try await ward.act(
        DoseRequest(.given, dueAt: ward.world.hours(due), at: ward.world.hours(due)), on: other)
    }
    _ = try await ward.act(
      DoseRequest(.held, dueAt: ward.world.hours(-12), at: ward.world.hours(-12), cause: .asleep), on: order)

    try await count(ward, 565, at: -2)

    let found = try await counts(ward)
    #expect(found.map(\.counted) == [565, 500] && found[0].expected == 565 && found[0].discrepancy == 0)
    #expect(found[1].expected == nil, "nothing was counted before")
    #expect(found[0].shift.rawValue == "night" && found[1].shift.rawValue == "day")
  }

  @Test func `a discrepancy takes a note, also where a dose of a closed chart is part of it`() async throws {
    let ward = try await MedicationTests.Ward()
    let order = try await ward.order(drug: "Methadone", controlled: true)
    try await count(ward, 100, at: -22)
    _ = try await ward.act(
      DoseRequest(.given, dueAt: ward.world.hours(-8), at: ward.world.hours(-8)), on: order)
    try await ward.records.restrict(
      ChartRestriction(
        id: TestDatabase.new(), patientID: ward.patient, reason: try Line("known here"), at: TestDatabase.now),
      as: ward.caller)
    let refusal = await #expect(throws: DiscrepancyUnexplained.self) { try await count(ward, 100, at: -1) }
    #expect(refusal?.expected == 90 && refusal?.counted == 100)
    try await count(ward, 100, at: -1, note: "one dose was not taken out")
    #expect(try await counts(ward).first?.discrepancy == 10)
  }

  @Test func `a shift has one count of a drug, and a correction takes its place`() async throws {
    let ward = try await MedicationTests.Ward()
    try await count(ward, 100, at: -2)
    let twice = await #expect(throws: Conflict.self) {
      try await count(ward, 90, at: -1.5, drug: "METHADONE")
    }
    #expect(twice?.code == "shift-counted")
    try await count(ward, 90, at: -1.5, correction: "one sheet was counted twice")
    #expect(try await counts(ward).map(\.counted) == [90])
    let kept = try await ward.world.database.owner.run(
      Query<Int64>.one("SELECT count(*) AS n FROM clinic.stock_count") { try $0["n"] })
    #expect(kept == 2)
  }

  @Test func `wastage takes a witness who is somebody else`() async throws {
    let ward = try await MedicationTests.Ward()
    let missing = await #expect(throws: InvalidValue.self) {
      try await change(ward, .wastage, 5, at: -1, witness: false)
    }
    #expect(missing?.code == "witness-needed")
    let own = await #expect(throws: InvalidValue.self) {
      try await ward.records.change(
        StockChange(
          id: TestDatabase.new(),
          drug: StockDrug(facilityID: ward.world.database.north.id, drug: try Line("Methadone"), unit: .mg),
          kind: .wastage, amount: 5, at: TestDatabase.now, witness: ward.nurseID), as: ward.nurse)
    }
    #expect(own?.code == "own-witness")
  }
}
