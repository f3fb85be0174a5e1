import Clinic
import Foundation
import TestSupport
import Testing

/// Who sees small counts by command, and for what.
@Suite(.database, .timeLimit(.minutes(10)))
struct SmallCountCommandTests {
  private static let report = ["cohort", "report", "service_by_reason", "--format", "csv"]
  private static let members = [
    "cohort", "members", "service_by_reason", "--measure", "reasons", "--figure", "ended",
  ]

  /// Somebody who was in detox and left.
  private func clinic() async throws -> CommandClinic {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()
    for words in [
      [
        "stage", "admit", "--patient", patient, "--to", "detox", "--level", "3.7-WM", "--bed",
        "north/detox/D-01",
      ],
      ["stage", "discharge", "--patient", patient, "--because", "completed"],
    ] {
      let moved = try await clinic.run(words)
      #expect(moved.status == 0, "\(moved)")
    }
    return clinic
  }

  @Test func `who may run reports and not see small counts gets released reports, and no members`()
    async throws
  {
    let clinic = try await clinic()
    try await clinic.database.take(.reportCells, from: .director)
    let director = try await clinic.database.staff(of: [.director], until: Date().addingTimeInterval(3_600))

    let report = try await clinic.run(Self.report, token: director.token.text)
    #expect(report.status == 0 && report.output.contains(",*\n"), "\(report)")
    #expect(!report.output.contains(",1\n"), "\(report)")
    for more in [[], ["--export", "/tmp/\(UUID().uuidString).csv"]] {
      let members = try await clinic.run(Self.members + more, token: director.token.text)
      #expect(members.status == 77 && members.output.isEmpty, "\(members)")
      #expect(members.errors.contains("report.cells"), "\(members)")
    }
  }

  @Test(arguments: [("treatment", false), ("operations", false), ("payment", true), ("research", true)])
  func `what leaves has no small counts, whoever asks`(purpose: String, leaves: Bool) async throws {
    let clinic = try await clinic()

    let report = try await clinic.run(Self.report + ["--purpose", purpose])
    #expect(report.status == 0 && report.output.contains(",*\n") == leaves, "\(report)")
    let members = try await clinic.run(Self.members + ["--purpose", purpose])
    let sentence = "1 person is left out, whose consent does not cover this purpose."
    #expect(members.status == 0 && members.output.contains(sentence) == leaves, "\(members)")
  }
}
