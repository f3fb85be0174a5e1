import Foundation
import Postgres
import TestSupport
import Testing

/// An intake asked at the terminal.
@Suite(.database, .timeLimit(.minutes(10)))
struct ConversationTests {
  private let answers = [
    "north", "Zz", "Example", "1990-02-30", "1990-02-28", "female", "555-0100", "ketamine", "powder", "nasal",
    "daily",
    "19", "refused", "half a gram", "recreational", "", "the uncle", "medicaid", "perhaps", "yes",
    "lazy", "student", "not applicable", "made up",
  ]

  @Test func `a wrong answer is asked again and the rest is stored`() async throws {
    let clinic = try await CommandClinic()

    let outcome = try await clinic.run(["intake", "record", "--json"], input: typed(answers))

    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("not a day of the calendar"))
    #expect(outcome.errors.contains("Use one of yes, no."))
    #expect(outcome.errors.contains("Use one of homemaker, student, retired, disabled, inmate, other."))
    let stored = try await clinic.database.owner.run(
      Query<[String]>.all(
        """
        SELECT concat_ws(' ', d.given_name, d.birth_date, u.detailed_drug, u.form, u.last_use_missing, u.dose,
          i.payment_source, i.psychiatric_problem, i.labour_force_detail, i.criminal_justice_missing) AS told
        FROM clinic.demographics AS d JOIN clinic.substance_use AS u USING (organization_id, patient_id)
        JOIN clinic.intake AS i USING (organization_id, patient_id)
        """
      ) { try $0["told"] })
    #expect(stored == ["Zz 1990-02-28 2004 powder refused half a gram 4 t 2 not_applicable"])
  }

  @Test func `nothing typed is lost when the input ends`() async throws {
    let clinic = try await CommandClinic()

    let cut = try await clinic.run(["intake", "record"], input: typed(answers.prefix(11)))

    #expect(cut.status == 65)
    let draft = try #require(cut.errors.firstMatch(of: /--resume '([^']+)'/)).1
    let kept = try String(contentsOfFile: String(draft), encoding: .utf8)
    #expect(kept.contains("Example") && kept.contains("powder"))

    let resumed = try await clinic.run(
      ["intake", "record", "--resume", String(draft), "--json"],
      input: typed(Array(repeating: "", count: 10) + ["the rest"]))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(!FileManager.default.fileExists(atPath: String(draft)))
  }

  private func typed(_ lines: some Sequence<String>) -> Data {
    Data(lines.map { $0 + "\n" }.joined().utf8)
  }
}
