import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Reports
@testable import Simulator

/// Reports that were kept are told apart by the edition of the figures, so whatever changes a report must raise it.
///
/// The file holds the digest of each shipped report of made-up people, with the edition that made it. When this test
/// fails, a report has other bytes than before: raise `ReportRun.edition`, then run it with STEPWELL_RENEW_FIGURES=1. It
/// refuses to renew the digests of one edition; when the made-up people are others, and not the reports, delete the file
/// first.
@Suite(.database, .timeLimit(.minutes(10)))
struct EditionTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "figures.txt")

  @Test func `a report with other bytes has another edition`() async throws {
    let database = try TestDatabase.required()
    let first = Day(of: TestDatabase.now, in: .gmt).adding(days: -300)
    _ = try await Simulator(seed: 5, size: .episodes(400), from: first, days: 300)
      .load(into: database.records, as: database.caller)
    var lines = ["edition \(ReportRun.edition)"]
    for definition in try CohortDefinition.shipped().sorted(by: { $0.name < $1.name }) {
      let report = try await Reports.run(
        definition, asOf: TestDatabase.now, on: database.records, as: database.caller)
      let digest = ReportRun.digest(of: try report.json()).hexadecimal
      lines.append("\(definition.name) \(digest)")
    }
    let now = lines.joined(separator: "\n") + "\n"

    let onFile = try? String(contentsOf: Self.file, encoding: .utf8)
    let isOfThisEdition = onFile?.hasPrefix("\(lines[0])\n") ?? false
    if ProcessInfo.processInfo.environment["STEPWELL_RENEW_FIGURES"] != nil, !isOfThisEdition {
      return try now.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    let changed = lines.filter { line in onFile.map { !$0.contains("\(line)\n") } ?? true }
    #expect(changed == [], "Raise ReportRun.edition, because kept reports could not tell why they differ.")
  }
}
