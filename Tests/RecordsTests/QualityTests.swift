import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@Suite(.database, .timeLimit(.minutes(10))) struct QualityTests {
  private func scope(_ world: TestWorld) -> QualityScope {
    QualityScope(from: world.hours(-24 * 90), to: world.hours(0), lateAfter: 3, idleAfter: 7)
  }

  private func items(_ purpose: QualityPurpose, _ world: TestWorld) async throws -> [String] {
    try await world.records.run(
      as: world.caller, Action("quality.list", needs: .qualityRead),
      list: Quality.list(purpose, of: scope(world), limit: 100, at: world.hours(0))
    ).map { "\($0.what) \($0.staff ?? "")" }.sorted()
  }

  @Test func `what is missing, late and idle is told of the episode, and counted for whoever wrote it down`()
    async throws
  {
    let world = try TestWorld()
    let patient = try await world.patient()
    _ = try await world.admit(patient, to: world.database.north.detoxBeds[0], hoursAgo: 24 * 10)

    #expect(try await items(.late, world) == ["admit ada"])
    #expect(try await items(.idle, world) == ["detox, 10 days ada"])
    let missing = try await items(.missing, world)
    #expect(
      missing.contains("intake ada") && missing.contains("sex ada") && missing.contains("diagnosis ada"))
    let board = try await world.records.run(
      as: world.caller, Action("quality.board", needs: .qualityRead),
      Quality.board(of: scope(world), at: world.hours(0)))
    #expect(board.map(\.staff) == ["ada"])
    #expect(board.first?[.missing] == Int64(missing.count))
    #expect(board.first?[.late] == 1 && board.first?[.idle] == 1 && board.first?[.contradictory] == 0)
  }

  @Test func `what cannot both be true is told by its edit rule`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    let intake = try await world.database.owner.run(
      Query<Intake.ID>.one("SELECT id FROM clinic.intake WHERE patient_id = \(patient)") { try $0["id"] })
    _ = try await world.records.admit(
      patient, to: world.database.north.id, intake: intake, episode: TestDatabase.new(),
      try world.move(.admit, to: .detox, at: world.hours(-2), bed: world.database.north.detoxBeds[0]),
      as: world.caller)
    #expect(try await items(.contradictory, world) == [])

    for change: SQL in [
      "UPDATE clinic.demographics SET sex = 1, sex_missing = NULL",
      "UPDATE clinic.intake SET pregnant = true, first_contact_at = '2026-06-20'",
      "UPDATE clinic.substance_use SET age_at_first_use = 40",
      "UPDATE clinic.stay_fact SET medication_assisted = true",
    ] { _ = try await world.database.owner.run(.execute(change)) }

    #expect(try await items(.contradictory, world) == ["E11 ada", "E14 ada", "E4 ada", "E7 ada"])
    _ = try await world.database.owner.run(
      .execute("UPDATE clinic.demographics SET birth_date = '2026-06-20'"))
    #expect(try await items(.contradictory, world).contains("E2 ada"))
  }

  @Test func `of another facility nothing is told`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    _ = try await world.admit(patient, to: world.database.north.detoxBeds[0], hoursAgo: 24 * 10)
    let token = try await world.database.token(of: .director, in: world.database.south.id)
    let caller = Caller(token: token, source: .cli, requestID: "test")

    for purpose in QualityPurpose.allCases {
      let found = try await world.records.run(
        as: caller, Action("quality.list", needs: .qualityRead),
        list: Quality.list(purpose, of: scope(world), limit: 10, at: world.hours(0)))
      #expect(found == [], "\(purpose)")
    }
  }
}
