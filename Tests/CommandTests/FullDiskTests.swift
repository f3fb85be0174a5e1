import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// A result that cannot be written: what was done is done, and it is said.
@Suite(.database, .timeLimit(.minutes(10)))
struct FullDiskTests {
  @Test func `a full disk is told plainly`() async throws {
    for option in [[], ["--json"]] {
      let outcome = try await Program.run(["instrument", "list"] + option, to: "/dev/full")

      #expect(outcome.status == 74, "\(outcome)")
      #expect(outcome.errors.contains("cannot be written") && !outcome.errors.contains("crashed"))
    }
  }

  @Test func `of a release whose bytes are lost the ledger tells, for the row comes first`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()
    let release = """
      {"patient_id": "\(patient)", "categories": ["demographics"], "recipient": "Dr Zz", "purpose": "treatment",
       "basis": "emergency", "affiliation": "Zz Hospital", "emergency": "seizure"}
      """

    let lost = try await Program.run(
      ["disclosure", "make", "--file", "-"], input: Data(release.utf8), environment: clinic.environment,
      to: "/dev/full")

    #expect(lost.status == 74, "\(lost)")
    struct Entry: Decodable { let recipient: String }
    let ledger: [Entry] = try await clinic.run(["disclosure", "list", patient, "--json"]).json()
    #expect(ledger.map(\.recipient) == ["Dr Zz"])
    let trail = try await clinic.database.owner.run(
      Query<Int64>.one(
        "SELECT count(*) FROM audit.event WHERE action = 'disclosure.make' AND outcome = 'done'"
      ) {
        try $0[0]
      })
    #expect(trail == 1)
  }
}
