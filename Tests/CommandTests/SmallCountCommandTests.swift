import Clinic
import Foundation
import Records
import TestSupport
import Testing

/// Who sees small counts by command, and for what.
@Suite(.database, .timeLimit(.minutes(10)))
struct SmallCountCommandTests {
  private static let definition = Data(
    "name: ours\ntitle: Ours\npopulation: stays\nmeasures: [counts]\n".utf8)
  private static let report = ["cohort", "report", "--file", "-", "--format", "csv"]
  private static let members = [
    "cohort", "members", "--file", "-", "--measure", "counts", "--figure", "admitted",
  ]

  /// Somebody is in detox.
  private func clinic() async throws -> CommandClinic {
    let clinic = try await CommandClinic()
    let admitted = try await clinic.run([
      "stage", "admit", "--patient", clinic.patient(), "--to", "detox", "--level", "3.7-WM", "--bed",
      "north/detox/D-01",
    ])
    #expect(admitted.status == 0, "\(admitted)")
    return clinic
  }

  @Test func `who may run reports and not see small counts gets released reports, and no members`()
    async throws
  {
    let clinic = try await clinic()
    try await clinic.database.take(.reportCells, from: .director)
    let director = try await clinic.database.staff(of: [.director], until: Date().addingTimeInterval(3_600))

    let report = try await clinic.run(Self.report, input: Self.definition, token: director.token.text)
    #expect(report.status == 0 && report.output.contains("admitted,,*\n"), "\(report)")
    #expect(!report.output.contains("admitted,,1\n"), "\(report)")
    for more in [[], ["--export", "/tmp/\(UUID().uuidString).csv"]] {
      let members = try await clinic.run(
        Self.members + more, input: Self.definition, token: director.token.text)
      #expect(members.status == 77 && members.output.isEmpty, "\(members)")
      #expect(members.errors.contains("report.cells"), "\(members)")
    }
  }

  @Test(arguments: [("treatment", false), ("operations", false), ("payment", true), ("research", true)])
  func `what leaves has no small counts, whoever asks`(purpose: String, leaves: Bool) async throws {
    let clinic = try await clinic()

    let report = try await clinic.run(Self.report + ["--purpose", purpose], input: Self.definition)
    #expect(report.status == 0 && report.output.contains("admitted,,*\n") == leaves, "\(report)")
    let members = try await clinic.run(Self.members + ["--purpose", purpose], input: Self.definition)
    let sentence = "1 person is left out, whose consent does not cover this purpose."
    #expect(members.status == 0 && members.output.contains(sentence) == leaves, "\(members)")
  }
}
