import Foundation
import Postgres
import TestSupport
import Testing

/// A consent asked at the terminal.
@Suite(.database, .timeLimit(.minutes(10)))
struct ConsentConversationTests {
  private struct Consent: Decodable {
    let state: String
    let missing: [String]?
    let categories: [String]
    let recipients: [[String: String]]
    let tells_of_refusal: Bool
  }

  private let answers = [
    "TPO", "Zz Clinic", "treatment, screenings", "entity", "Zz Hospital", "", "treatment", "In writing.",
    "never",
    "for all care to come", "Testa Zz", "patient", "2026-06-01T10:00:00Z", "yes", "yes",
  ]

  @Test func `what is answered is stored, and a wrong answer is asked again`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()
    var answers = answers
    answers.insert("hearsay", at: 0)
    answers.insert("counselling notes", at: 3)

    let outcome = try await clinic.run(["consent", "record", patient, "--json"], input: typed(answers))

    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("Use one of tpo, specific"))
    #expect(outcome.errors.contains("combines counselling notes with something else"))
    let consent: Consent = try outcome.json()
    #expect(consent.state == "active" && consent.missing == nil && consent.tells_of_refusal)
    #expect(consent.categories == ["screenings", "treatment"])
    #expect(consent.recipients == [["kind": "entity", "name": "Zz Hospital"]])
    #expect(try await drafts(clinic) == [])
  }

  /// Which answer is left out of which kind, and what is then missing.
  @Test(arguments: [
    ("tpo", 1, "discloser"), ("tpo", 2, "categories"), ("tpo", 6, "purpose"), ("tpo", 7, "right_to_revoke"),
    ("tpo", 10, "signature"), ("tpo", 11, "signature"), ("tpo", 12, "signed_at"), ("tpo", 14, "statements"),
    ("specific", 6, "purpose"), ("specific", 0, "expiry"), ("intermediary", 9, "recipients"),
  ])
  func `the element that the kind cannot do without is named`(
    kind: String, left: Int, element: String
  ) async throws {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()
    var answers = answers
    if left > 0 { answers[left] = "" }
    answers[0] = kind
    if kind != "tpo" { answers.removeLast(2) }
    if element != "expiry", kind != "tpo" { (answers[8], answers[9]) = ("upon", "the end of treatment") }

    let outcome = try await clinic.run(
      ["consent", "record", patient, "--json"], input: typed(answers + ["perhaps", "as it is"]))

    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("of the kind \(kind) does not hold without: \(element) ("))
    let consent: Consent = try outcome.json()
    #expect(consent.state == "deficient" && consent.missing == [element], "\(outcome.errors)")
  }

  @Test func `what is missing can be typed at once`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()
    var answers = answers
    (answers[1], answers[6]) = ("", "")

    let outcome = try await clinic.run(
      ["consent", "record", patient, "--json"],
      input: typed(answers + ["now", "Zz Clinic", "", "now", "treatment"]))

    #expect(try outcome.json(Consent.self).state == "active", "\(outcome.errors)")
  }

  @Test func `nothing typed is lost at any question when the input ends, nor when the record is refused`()
    async throws
  {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()
    for count in [1, 3, 5, 8, 10, 13] {
      let cut = try await clinic.run(["consent", "record", patient], input: typed(answers.prefix(count)))
      #expect(cut.status == 65 && cut.errors.contains("input ended"), "\(count): \(cut.errors)")
      let draft = try #require(try await drafts(clinic).first)
      let kept = try String(contentsOfFile: draft, encoding: .utf8)
      #expect(kept.contains("tpo") && (count < 5 || kept.contains("Zz Hospital")), "\(count): \(kept)")
      #expect(count < 13 || kept.contains("2026-06-01T10:00:00Z"), "\(kept)")

      // Enter keeps what is there; a recipient that is noted is not asked for again.
      let known = [0, 1, 2].map { $0 < count ? "" : answers[$0] }
      let recipients = count < 5 ? ["entity", "Zz Hospital", ""] : [""]
      let rest = (6..<15).map { index in
        index < count && (index != 8 || count > 9) ? "" : answers[index]
      }
      let other = try await clinic.patient()
      let wrong = try await clinic.run(["consent", "record", other, "--resume", draft])
      #expect(wrong.status == 65 && wrong.errors.contains("not of this patient"), "\(wrong.errors)")
      let resumed = try await clinic.run(
        ["consent", "record", patient, "--resume", draft, "--json"], input: typed(known + recipients + rest))
      #expect(resumed.status == 0, "\(count): \(resumed.errors)")
      let consent: Consent = try resumed.json()
      #expect(consent.state == "active" && consent.recipients.count == 1, "\(count): \(resumed.errors)")
      #expect(try await drafts(clinic) == [])
    }
  }

  @Test func `the end may not be before the signature, whichever is typed first`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()
    var answers = answers
    (answers[8], answers[9]) = ("at", "2026-05-01T10:00:00Z")
    // The signature is refused, then left out; then the end is put right.
    answers.insert("", at: 13)
    answers += ["now", "", "2027-06-01T10:00:00Z", "2026-06-01T10:00:00Z"]

    let outcome = try await clinic.run(["consent", "record", patient, "--json"], input: typed(answers))

    #expect(outcome.errors.contains("is not after the signature"))
    #expect(outcome.output.contains("2027-06-01T10:00:00Z"), "\(outcome.errors)")
  }

  @Test func `nobody is asked about somebody who is not there`() async throws {
    let clinic = try await CommandClinic()

    let outcome = try await clinic.run(
      ["consent", "record", UUID().uuidString.lowercased()], input: typed(answers))

    #expect(outcome.status == 66 && !outcome.errors.contains("Kind"), "\(outcome.errors)")
    #expect(try await drafts(clinic) == [])
  }

  private func drafts(_ clinic: CommandClinic) async throws -> [String] {
    let folder = "\(clinic.environment["STEPWELL_DATA_FOLDER"] ?? "")/drafts"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") }.map { "\(folder)/\($0)" }
  }

  private func typed(_ lines: some Sequence<String>) -> Data {
    Data(lines.map { $0 + "\n" }.joined().utf8)
  }
}
