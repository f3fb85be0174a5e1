import Clinic
import Foundation
import Records
import TestSupport
import Testing

/// What was denied to people without a session, as a command shows it.
@Suite(.database, .timeLimit(.minutes(10)))
struct StrangerTests {
  @Test func `strangers are shown where there is one organization, and else to nobody`() async throws {
    let clinic = try await CommandClinic()
    let soon = Date().addingTimeInterval(3_600)
    let officer = try await clinic.database.staff(of: [.privacyOfficer], until: soon).token.text
    let search = ["audit", "search", "--strangers", "--json"]
    let nobody = try await clinic.run(search, token: officer)
    #expect(nobody.status == 66 && nobody.output == "[]\n", "\(nobody)")
    let denied = try await clinic.run(["board"], token: "swt_forged")
    #expect(denied.status == 77, "\(denied)")

    let found = try await clinic.run(search, token: officer)
    #expect(found.status == 0 && found.output.contains(#""outcome":"denied""#), "\(found)")

    _ = try await clinic.database.stranger()
    let refused = try await clinic.run(search, token: officer)
    #expect(refused.status == 65 && refused.output.isEmpty, "\(refused)")
    #expect(refused.errors.contains("several-organizations"), "\(refused)")
  }
}
