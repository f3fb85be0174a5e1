import Clinic
import Foundation
import TestSupport
import Testing

/// Medicines are given out from the terminal where a consent covers them.
@Suite(.database, .timeLimit(.minutes(10)))
struct MedicationDisclosureCommandTests {
  private struct Made: Decodable {
    let id: String?
    let categories: [String]?
  }

  private func release(_ patient: String, _ categories: [String], under consent: String) -> Data {
    Data(
      """
      {"patient_id": "\(patient)", "categories": \(categories), "recipient": "Zz Hospital", "purpose": "treatment",
       "basis": "consent", "consent_id": "\(consent)"}
      """.utf8)
  }

  private func consent(
    _ clinic: CommandClinic, _ patient: String, to categories: [String]
  ) async throws
    -> String
  {
    let body = """
      {"kind": "specific", "discloser": "Zz Clinic", "categories": \(categories),
       "recipients": [{"kind": "entity", "name": "Zz Hospital"}], "purpose": "treatment",
       "right_to_revoke": "In writing.", "expires_upon": "the end of treatment", "signer": "Testa",
       "signer_role": "patient", "signed_at": "2026-06-01T12:00:00Z"}
      """
    let made: Made = try await clinic.run(
      ["consent", "record", patient, "--file", "-", "--json"], input: Data(body.utf8)
    ).json()
    #expect(made.categories == categories)
    return try #require(made.id)
  }

  @Test func `with the category there are orders, doses and allergies, without it no word of them`()
    async throws
  {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()
    let bed = "\(clinic.database.north.detoxBeds[0])"
    for arguments in [
      ["stage", "admit", "--patient", patient, "--to", "detox", "--level", "3.7-WM", "--bed", bed],
      ["medication", "allergy", patient, "--substance", "Qlatexq", "--reaction", "Qrashq"],
    ] {
      let outcome = try await clinic.run(arguments)
      #expect(outcome.status == 0, "\(outcome)")
    }
    let order: Made = try await clinic.run([
      "medication", "order", "--patient", patient, "--drug", "Zzdrug", "--amount", "10", "--unit", "mg",
      "--once",
      "--json",
    ]).json()
    let given = try await clinic.run(
      ["medication", "hold", try #require(order.id), "--because", "vomiting", "--note", "Qnoteq"])
    #expect(given.status == 0, "\(given)")
    let words = ["Zzdrug", "vomiting", "Qnoteq", "Qlatexq", "Qrashq"]
    let others = RecordCategory.allCases.filter { $0 != .medication && $0 != .counsellingNotes }
      .map(\.rawValue).sorted()
    let all = (others + ["medication"]).sorted()
    let narrow = try await consent(clinic, patient, to: others)
    let wide = try await consent(clinic, patient, to: all)
    let make = ["disclosure", "make", "--file", "-"]

    let refused = try await clinic.run(make, input: release(patient, all, under: narrow))
    let without = try await clinic.run(make, input: release(patient, others, under: narrow))
    let with = try await clinic.run(make, input: release(patient, all, under: wide))

    #expect(refused.status != 0 && refused.errors.contains("does not cover medication"), "\(refused)")
    #expect(without.status == 0 && with.status == 0, "\(without) \(with)")
    for word in words {
      #expect(!without.output.contains(word) && with.output.contains(word), "\(word)")
    }
    let accounting = try await clinic.run(["disclosure", "list", patient])
    let lines = accounting.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 100 } && lines.count == 1 + 3 + 4, "\(accounting.output)")
    #expect(accounting.output.ranges(of: "medication").count == 1, "\(accounting.output)")
    for category in others {
      #expect(accounting.output.ranges(of: category).count == 2, "\(category): \(accounting.output)")
    }
    let help = try await clinic.run(["restriction", "record", "--help"])
    #expect(help.output.contains("medication"), "\(help.output)")
  }
}
