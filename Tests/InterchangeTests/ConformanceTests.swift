import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Interchange

/// Imports of published figures; each says "not run" by name where the data is not there.
@Suite(.database, .timeLimit(.minutes(10))) struct ConformanceTests {
  private struct Answers: Decodable {
    struct Bad: Decodable {
      let line: Int
      let column, kind: String
    }
    let rows, open, ketamine_rows: Int
    let service_by_reason, sex, sub1: [String: Int]
    let bad: [Bad]
  }

  private func counts(_ sql: SQL) async throws -> [String: Int] {
    let rows = try await TestDatabase.required().owner.run(
      Query<[(String, Int)]>.all(sql) { (try $0["name"], try $0["count"]) })
    return Dictionary(uniqueKeysWithValues: rows)
  }

  @Test(
    .enabled(
      if: PublishedFigures.canGenerate, "not run: needs the generator of episodes in STEPWELL_DATA/../tools"))
  func `a file after published figures gives its answers back, and every planted error is told`() async throws
  {
    let test = try TestDatabase.required()
    let folder = try PublishedFigures.generate(rows: 4_000, seed: 11, errors: 0.02)
    defer { try? FileManager.default.removeItem(at: folder) }
    let answers = try JSONDecoder().decode(
      Answers.self, from: Data(contentsOf: folder.appending(path: "answers.json")))
    let errors = folder.appending(path: "errors.csv")
    let importer = TEDSImport(test.records, as: test.caller)

    let summary = try await importer.run(file: folder.appending(path: "episodes.csv"), errors: errors)

    #expect(answers.bad.count > 50)
    #expect(
      summary
        == ImportSummary(
          read: answers.rows + answers.bad.count, stored: answers.rows, rejected: answers.bad.count))
    var reader = CSVReader(try ByteSource(file: errors))
    var told: Set<String> = []
    while try reader.next() { told.insert("\(reader.text(0)) \(reader.text(1)) \(reader.text(3))") }
    told.remove("line column kind")
    #expect(told == Set(answers.bad.map { "\($0.line) \($0.column) \($0.kind)" }))

    let byReason = try await counts(
      """
      SELECT CASE
          WHEN service IN (1, 2, 8) THEN 'detoxification' WHEN service = 3 THEN 'hospital_residential'
          WHEN service = 4 THEN 'short_term_residential' WHEN service = 5 THEN 'long_term_residential'
          WHEN service = 6 THEN 'intensive_outpatient' WHEN medication_assisted THEN 'methadone' ELSE 'outpatient'
        END || '/' || CASE end_reason
          WHEN 1 THEN 'completed' WHEN 4 THEN 'transferred' WHEN 2 THEN 'dropped_out' WHEN 3 THEN 'terminated' ELSE 'other'
        END AS name, count(*) AS count
      FROM clinic.stay_fact WHERE end_reason IS NOT NULL GROUP BY 1
      """)
    #expect(byReason == answers.service_by_reason)
    let sexes = try await counts(
      "SELECT coalesce(sex::text, '7') AS name, count(*) AS count FROM clinic.demographics GROUP BY 1")
    #expect(sexes == answers.sex)
    let substances = try await counts(
      """
      SELECT coalesce(lpad(substance::text, 2, '0'), '97') AS name, count(*) AS count
      FROM clinic.substance_use WHERE rank = 1 GROUP BY 1
      """)
    #expect(substances == answers.sub1)
    let others = try await counts(
      """
      SELECT 'ketamine' AS name, count(DISTINCT intake_id) AS count FROM clinic.substance_use WHERE detailed_drug = 2004
      UNION ALL SELECT 'open', count(*) FROM clinic.episode_fact WHERE upper_inf(valid)
      """)
    #expect(others == ["ketamine": answers.ketamine_rows, "open": answers.open])

    let again = try await importer.run(file: folder.appending(path: "episodes.csv"))
    #expect(
      again
        == ImportSummary(read: summary.read, unchanged: answers.rows, rejected: answers.bad.count))
  }

  @Test(
    .enabled(
      if: PublishedFigures.hasPublicUseRows,
      "not run: needs teds/teds_a_2017_rows_semework.csv in STEPWELL_DATA"))
  func `the real public-use rows are stored whole, and the padding is told`() async throws {
    let test = try TestDatabase.required()
    let file = PublishedFigures.file("teds/teds_a_2017_rows_semework.csv")
    let errors = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: errors) }
    let importer = PublicUseImport(test.records, as: test.caller)

    let summary = try await importer.run(file: file, errors: errors)

    #expect(summary == ImportSummary(read: 425, stored: 416, rejected: 9))
    let report = try String(contentsOf: errors, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(report.count == 9)
    #expect(report.allSatisfy { $0.contains(",CASEID,,blank row,") })
    let services = try await counts(
      "SELECT value::text AS name, count(*) AS count FROM clinic.public_use_value WHERE variable = 'SERVICES' GROUP BY 1"
    )
    #expect(services.values.reduce(0, +) == 416)
    #expect(services["6"] == 194 && services["7"] == 89 && services["5"] == 67)
    let again = try await importer.run(file: file)
    #expect(again == ImportSummary(read: 425, unchanged: 416, rejected: 9))
  }
}
