import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Interchange

@Suite(.database, .timeLimit(.minutes(10))) struct PublicUseImportTests {
  private func run(_ text: String) async throws -> (ImportSummary, [String]) {
    let test = try TestDatabase.required()
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(path: UUID().uuidString)
    let errors = folder.appending(path: UUID().uuidString)
    try Data(text.utf8).write(to: file)
    defer { for url in [file, errors] { try? FileManager.default.removeItem(at: url) } }
    let summary = try await PublicUseImport(test.records, as: test.caller).run(file: file, errors: errors)
    let report = try String(contentsOf: errors, encoding: .utf8).split(separator: "\n").dropFirst()
    return (
      summary,
      report.map {
        $0.split(separator: ",", omittingEmptySubsequences: false).prefix(4).joined(separator: ",")
      }
    )
  }

  @Test func `a missing value is kept as missing, and why is unknown`() async throws {
    let (summary, faults) = try await run("CASEID,AGE,SUB1,county\n20171111111.0,5.0,-9.0,Somewhere\n")

    #expect(summary == ImportSummary(read: 1, stored: 1))
    #expect(faults == [])
    let values = try await TestDatabase.required().owner.run(
      Query<[String]>.all(
        """
        SELECT concat_ws(' ', a.year, v.variable, v.value, v.missing_reason) AS text
        FROM clinic.public_use_value AS v JOIN clinic.public_use_admission AS a ON a.id = v.admission_id
        ORDER BY v.variable
        """
      ) { try $0["text"] })
    #expect(values == ["2017 AGE 5", "2017 SUB1 unknown"])
  }

  @Test(arguments: [(0, false), (1, true), (12, true), (13, false)])
  func `bands of age are those from 1 to 12`(_ code: Int, _ isKnown: Bool) async throws {
    let (summary, faults) = try await run("CASEID,AGE\n20170000001,\(code)\n")

    #expect(summary.stored == (isKnown ? 1 : 0))
    #expect(faults == (isKnown ? [] : ["2,AGE,\(code),unknown code"]))
  }

  @Test func `every bad row is told, and the others are stored`() async throws {
    let text = """
      CASEID,AGE
      20170000001,5
      20170000002,13
      ,
      20170000003,
      x,1
      20170000001,6
      20170000004,1,2
      """

    let (summary, faults) = try await run(text)

    #expect(summary == ImportSummary(read: 7, stored: 1, rejected: 6))
    #expect(
      faults == [
        "3,AGE,13,unknown code", "4,CASEID,,blank row", "5,AGE,,missing", "6,CASEID,x,unknown code",
        "8,,,ragged row", "7,CASEID,20170000001,duplicate",
      ])
    let (changed, told) = try await run("CASEID,AGE\n20170000001,7\n")
    #expect(changed == ImportSummary(read: 1, rejected: 1))
    #expect(told == ["2,CASEID,20170000001,changed since import"])
  }
}
