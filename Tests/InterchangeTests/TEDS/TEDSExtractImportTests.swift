import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Interchange

@Suite(.database, .timeLimit(.minutes(10))) struct TEDSExtractImportTests {
  private func source(_ lines: [String]) -> ByteSource {
    ByteSource(Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  private func run(
    _ admissions: [String], _ discharges: [String], in world: TEDSWorld
  ) async throws -> (ImportSummary, [String]) {
    let errors = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: errors) }
    let summary = try await TEDSExtractImport(world.records, as: world.caller).run(
      [("a.txt", source(admissions)), ("d.txt", source(discharges))], errors: errors)
    var reader = CSVReader(try ByteSource(file: errors))
    var told: [String] = []
    while try reader.next() { told.append((0..<4).map { reader.text($0) }.joined(separator: ",")) }
    return (summary, Array(told.dropFirst()))
  }

  @Test func `what is exported, imported elsewhere and exported again is the same to the byte`() async throws
  {
    let world = try TEDSWorld()
    let chain = EpisodeFile.open.merging(
      [.client: "C77", .transaction: "T", .admission: "2024-03-11", .service: "07"]
    ) { $1 }
    try await world.take(
      EpisodeFile(
        [:], EpisodeFile.detox.merging([.client: "C77"]) { $1 },
        [
          .client: "C77", .transaction: "T", .admission: "2024-03-11", .discharge: "2024-03-11",
          .lastContact: "2024-03-11", .reason: "04",
        ], chain, [.birth: "01010007", .sex: "2", .pregnant: "1", .veteran: "8"],
        [.substance1: "05", .detailed1: "0501", .medication: "1"],
        [.employment: "04", .employmentAtDischarge: "04"],
        [
          .substance1: "98", .route1: "98", .frequency1: "98", .age1: "98", .detailed1: "9998",
          .substance2: "98",
          .route2: "98", .frequency2: "98", .age2: "98", .detailed2: "9998", .substance3: "98",
          .detailed3: "9998",
        ],
        EpisodeFile.open))
    try await world.change(
      """
      INSERT INTO clinic.diagnosis (organization_id, id, patient_id, code, rank, at, known_from, recorded_by)
      SELECT organization_id, gen_random_uuid(), patient_id, 'F16.20', 1, '2024-03-01', now(), recorded_by
      FROM clinic.patient_identifier WHERE value IN ('C1', 'C77')
      """)
    try await world.change(
      """
      UPDATE clinic.intake AS i
      SET payment_source = 4, psychiatric_problem = i.employment IS DISTINCT FROM 4,
        labour_force_detail = CASE WHEN i.employment = 4 THEN 2 END, criminal_justice_missing = 'unknown'
      WHERE i.id <> (SELECT min(id::text)::uuid FROM clinic.intake)
      """)
    let (admissions, discharges) = try await world.lines(of: try await world.export())
    #expect(admissions.count == 9 && discharges.count == 7)

    let stranger = Caller(
      token: try await world.database.stranger(), source: .cli, requestID: "test")
    let other = try TEDSWorld(as: stranger)
    let (summary, faults) = try await run(admissions, discharges, in: other)
    try await other.enrol()

    #expect(faults == [])
    #expect(summary == ImportSummary(read: 16, stored: 9))
    let again = try await other.lines(of: try await other.export())
    #expect(again.admissions == admissions)
    #expect(again.discharges == discharges)
    // A second run changes nothing.
    let (second, _) = try await run(admissions, discharges, in: other)
    #expect(second == ImportSummary(read: 16, unchanged: 9))
  }

  @Test func `a bad line is refused with its columns and element, and the others are stored`() async throws {
    let world = try TEDSWorld()
    let good = TEDSRuleTests.admission
    let bad = good.replacing("C1    ", with: "C2    ").replacing("20030324", with: "19030324")
    let early = good.replacing("C1    ", with: "C3    ").replacing("01151994", with: "01152025")
    let lost = TEDSRuleTests.discharge.replacing("C1    ", with: "C4    ")

    let (summary, faults) = try await run(
      [bad, "", String(good.dropLast(2)), early, good], [lost, TEDSRuleTests.discharge], in: world)

    #expect(summary == ImportSummary(read: 6, stored: 1, rejected: 4))
    #expect(
      faults == [
        "1,a.txt 78-79 MDS14b,,unreadable", "3,a.txt,,unreadable", "4,a.txt 53-60 MDS8,,E2", "1,d.txt,,K2",
      ])
  }

  @Test(arguments: [
    (TEDSElement.suds4, "F11.20"), (.suds5, "1"), (.suds11, "04"), (.suds12, "03"), (.suds13, "02"),
    (.suds17, "02"),
  ])
  func `a record that was told otherwise before is refused as changed, whatever of it is new`(
    element: TEDSElement, value: String
  ) async throws {
    let world = try TEDSWorld()
    let first = try TEDSRuleTests.admission.with("04", as: .mds13).with("02", as: .suds12)
    let second = try first.with("C2", as: .mds2)
    _ = try await run([first, second], [], in: world)
    let before = try await told(in: world)

    let (summary, faults) = try await run([first, second.with(value, as: element)], [], in: world)

    #expect(summary == ImportSummary(read: 2, unchanged: 1, rejected: 1))
    #expect(faults == ["2,a.txt 25-39 MDS2,,changed since import"])
    #expect(try await told(in: world) == before)
    // What was told then is told again.
    let (again, _) = try await run([first, second], [], in: world)
    #expect(again == ImportSummary(read: 2, unchanged: 2))
  }

  @Test func `a record that tells nothing beyond its columns is the same in either file`() async throws {
    let world = try TEDSWorld()
    let plain = try TEDSRuleTests.admission.with("04", as: .mds13).with("98", as: .suds12)
    _ = try await run([plain], [], in: world)
    let record = TEDSSubmissionRecord(
      .admission, Array(plain.utf8)[...], try TEDSCodeBook(year: 2024)
    ) { _, _ in }
    let columns = TEDSColumn.allCases
    let row = columns.map { $0.text(record, nil) }.joined(separator: ",")
    let file = columns.map(\.name).joined(separator: ",") + "\n" + row + "\n"

    let summary = try await TEDSImport(world.records, as: world.caller).run(ByteSource(Array(file.utf8)))

    #expect(summary == ImportSummary(read: 1, unchanged: 1))
  }

  /// What is on record of circumstances and diagnoses.
  private func told(in world: TEDSWorld) async throws -> [String] {
    try await world.rows(
      """
      SELECT psychiatric_problem, payment_source, labour_force_detail, criminal_justice, self_help,
        (SELECT string_agg(d.code, ' ') FROM clinic.diagnosis AS d WHERE d.patient_id = i.patient_id)
      FROM clinic.intake AS i ORDER BY patient_id
      """)
  }

  @Test func `a changed record counts as it was changed, and a deleted one does not`() async throws {
    let world = try TEDSWorld()
    let good = TEDSRuleTests.admission
    let changed = "C" + good.dropFirst().replacing("9998.", with: "9998.")
    let second = good.replacing("C1    ", with: "C2    ")

    let (summary, faults) = try await run(
      [good, second, String(changed.dropLast()) + "2", "D" + second.dropFirst()],
      [TEDSRuleTests.discharge], in: world)

    #expect(faults == [])
    #expect(summary == ImportSummary(read: 5, stored: 1))
    #expect(try await world.rows("SELECT self_help FROM clinic.intake") == ["(2)"])
  }
}

extension String {
  /// A line of a submission with another value of an element.
  fileprivate func with(_ value: String, as element: TEDSElement) throws -> String {
    let columns = try #require(TEDSLayout.admission.field(of: element)).columns
    var characters = Array(self)
    characters.replaceSubrange(
      columns.lowerBound - 1..<columns.upperBound,
      with: Array(value.padding(toLength: columns.count, withPad: " ", startingAt: 0)))
    return String(characters)
  }
}
