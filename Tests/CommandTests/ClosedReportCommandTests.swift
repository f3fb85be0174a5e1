import Clinic
import Foundation
import Records
import TestSupport
import Testing

/// A chart that is closed to whoever types a command is in no list that it prints or writes.
@Suite(.database, .timeLimit(.minutes(10)))
struct ClosedReportCommandTests {
  private struct Made: Decodable { let episode_id: String }

  @Test func `whose chart is closed is in no list of members and of no board of quality`() async throws {
    let clinic = try await CommandClinic()
    var people: [(patient: String, episode: String)] = []
    for bed in ["D-01", "D-02"] {
      let patient = try await clinic.patient()
      let made: Made = try await clinic.run(
        [
          "stage", "admit", "--patient", patient, "--to", "detox", "--level", "3.7-WM", "--bed",
          "north/detox/\(bed)", "--json",
        ]
      ).json()
      people.append((patient, made.episode_id))
    }
    let token = try await clinic.database.staff(
      of: [.director, .intake, .nurse], until: Date().addingTimeInterval(3_600)
    ).token.text
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    let figure = [
      "cohort", "members", "retention_by_stage", "--measure", "retention", "--figure", "count",
    ]
    let lists =
      [figure, figure + ["--json"], figure + ["--export", file]]
      + ["missing", "late", "contradictory", "idle"].map { ["quality", "list", $0, "--json"] }

    func told(_ words: [String]) async throws -> String {
      let outcome = try await clinic.run(words, token: token)
      #expect(outcome.status == 0, "\(words): \(outcome)")
      return words.contains("--export") ? try String(contentsOfFile: file, encoding: .utf8) : outcome.output
    }
    for list in lists.prefix(3) { #expect(try await told(list).contains(people[0].patient), "\(list)") }
    #expect(try await told(lists[3]).contains(people[0].episode))

    let closed = try await clinic.run(
      ["chart", "restrict", people[0].patient, "--reason", "known to the staff"])
    #expect(closed.status == 0, "\(closed)")

    for list in lists {
      let text = try await told(list)
      #expect(!text.contains(people[0].patient) && !text.contains(people[0].episode), "\(list): \(text)")
    }
    for list in lists.prefix(3) { #expect(try await told(list).contains(people[1].patient), "\(list)") }
  }
}
