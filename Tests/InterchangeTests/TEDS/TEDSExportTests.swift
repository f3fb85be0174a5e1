import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Interchange

@Suite(.database, .timeLimit(.minutes(10))) struct TEDSExportTests {
  @Test func `an episode becomes an admission and a discharge, to the letter`() async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([:]))

    let submission = try await world.export()

    let (admissions, discharges) = try await world.lines(of: submission)
    #expect(admissions == [TEDSRuleTests.admission])
    #expect(discharges == [TEDSRuleTests.discharge])
    #expect(submission.number == 1 && submission.withheld == 0 && submission.answers.added == 2)
    #expect(submission.lacking.contains(.init(element: .suds5, count: 1)))
    #expect(submission.fileName(.admission) == "teds-2024-03-0001-admissions.txt")
  }

  @Test func `a chain is an admission and transfers, each with the discharge of the service before`()
    async throws
  {
    let world = try TEDSWorld()
    let open = EpisodeFile.open.merging([
      .client: "C9", .transaction: "T", .admission: "2024-03-31", .service: "07",
    ]) {
      $1
    }
    try await world.take(
      EpisodeFile(
        EpisodeFile.detox.merging([.client: "C9"]) { $1 },
        [.client: "C9", .transaction: "T", .admission: "2024-03-11"], open))

    let (admissions, discharges) = try await world.lines(of: try await world.export())

    #expect(admissions.map { String($0.dropFirst(40).prefix(9)) } == ["A03012024", "T03112024", "T03312024"])
    #expect(admissions.map { String($0.dropFirst(93).prefix(2)) } == ["01", "05", "07"])
    // The second stay was completed, and another followed: for the state it was a transfer.
    #expect(discharges.map { String($0.dropFirst(50).prefix(10)) } == ["0311202404", "0331202404"])
    #expect(discharges.map { String($0.dropFirst(91).prefix(11)) } == ["A0301202401", "T0311202405"])
  }

  @Test func `stays of one service that follow one another are one spell`() async throws {
    let world = try TEDSWorld()
    try await world.take(
      EpisodeFile(
        [.client: "C1", .reason: "04", .discharge: "2024-03-11", .lastContact: "2024-03-11"],
        [.client: "C1", .transaction: "T", .admission: "2024-03-11"]))

    let (admissions, discharges) = try await world.lines(of: try await world.export())

    #expect(admissions == [TEDSRuleTests.admission])
    #expect(discharges == [TEDSRuleTests.discharge])
  }

  @Test func `days are those of the facility's clock, also of a same-day stay`() async throws {
    let world = try TEDSWorld()
    try await world.take(
      EpisodeFile([.lastContact: "2024-03-01", .discharge: "2024-03-01"]),
      zone: try #require(TimeZone(identifier: "Pacific/Kiritimati")))

    let (admissions, discharges) = try await world.lines(of: try await world.export())

    #expect(admissions.map { $0.dropFirst(41).prefix(8) } == ["03012024"])
    #expect(discharges.map { $0.dropFirst(42).prefix(16) } == ["0301202403012024"])
  }

  @Test(
    arguments: [
      ([.birth: "01010007"], 53...60, "01010007"), ([.birth: "01010008"], 53...60, "01010008"),
      ([.age1: "97"], 76...77, "97"), ([.sex: "7"], 61...61, "7"),
      ([.pregnant: "2"], 116...116, "6"), ([.sex: "2", .pregnant: "1"], 116...116, "1"),
      ([.sex: "2", .pregnant: "7"], 116...116, "7"), ([.arrests: "97"], 135...136, "97"),
      ([.daysWaiting: "998"], 132...134, "998"),
      ([.substance2: "16", .detailed2: "1608"], 78...79, "20"),
      ([.substance2: "16", .detailed2: "1608"], 101...104, "2004"),
      (
        [.substance1: "05", .detailed1: "0501", .medication: "2", .substanceAtDischarge: "05"], 96...96, "2"
      ),
      ([.substance1: "05", .detailed1: "0501", .medication: "7"], 96...96, "8"),
      ([.referralSource: "01"], 128...129, "96"), ([.employment: "04"], 126...127, "98"),
      (
        [.substance1: "97", .route1: "97", .frequency1: "97", .age1: "97", .detailed1: "9997"], 70...77,
        "97969696"
      ),
    ] as [([TEDSColumn: String], ClosedRange<Int>, String)])
  func `what is missing, refused or of an old code is written as the state has it`(
    change: [TEDSColumn: String], columns: ClosedRange<Int>, text: String
  ) async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile(change))

    let (admissions, _) = try await world.lines(of: try await world.export())

    let line = try #require(admissions.first)
    #expect(line.dropFirst(columns.lowerBound - 1).prefix(columns.count) == text)
  }

  @Test func `who pays, and the details of what was told, are written where they apply`() async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([.employment: "04", .referralSource: "07"]))
    try await world.change(
      """
      UPDATE clinic.intake
      SET payment_source = 4, psychiatric_problem = false, labour_force_detail = 2, criminal_justice_missing = 'refused'
      """)

    let (admissions, _) = try await world.lines(of: try await world.export())

    let line = try #require(admissions.first)
    #expect(line.dropFirst(114).prefix(1) == "2")
    #expect(line.dropFirst(123).prefix(6) == "040297")
  }

  @Test func `who refused or was unable to answer is unknown to the state`() async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([:]))
    try await world.change("UPDATE clinic.intake SET veteran = NULL, veteran_missing = 'refused'")
    try await world.change(
      "UPDATE clinic.intake SET living_arrangement = NULL, living_arrangement_missing = 'unable'")
    try await world.change("UPDATE clinic.intake SET marital_status = NULL, marital_status_missing = NULL")

    let (admissions, _) = try await world.lines(of: try await world.export())

    #expect(admissions.map { $0.dropFirst(116).prefix(3) } == ["797"])
    #expect(admissions.map { $0.dropFirst(129).prefix(2) } == ["98"])
  }

  @Test func `a record with a fatal fault is withheld, and its discharge with it`() async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([:], [:]))
    try await world.change(
      """
      UPDATE clinic.stay_fact SET service = NULL WHERE patient_id = (
        SELECT patient_id FROM clinic.patient_identifier WHERE value = 'C2')
      """)

    let submission = try await world.export()
    let check = try await world.report.check(try TEDSMonth("2024-03"))

    #expect(submission.withheld == 2 && submission.admissions == 1 && submission.discharges == 1)
    #expect(Set(check.issues.map(\.rule)) == [.e8, .follows])
    #expect(check.issues.allSatisfy { $0.client == "C2" && $0.owner == "ada" })
    #expect(check.hasFatal && check.admissions == 2)
  }
}
