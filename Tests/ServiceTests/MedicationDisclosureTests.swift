import Clinic
import Foundation
import HTTPTypes
import Records
import TestSupport
import Testing

/// Medicines leave the clinic where a consent covers them, and no word of them leaves otherwise.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct MedicationDisclosureTests {
  /// What only the medicines of the person say.
  private static let words = [
    "Zzgiven", "Zzrefused", "Zzheld", "Zzstopped", "Qlatexq", "Qrashq", "Qvomitedq", "Qreasonq", "sublingual",
  ]
  private static let others: [RecordCategory] = RecordCategory.allCases.filter {
    $0 != .medication && $0 != .counsellingNotes
  }

  /// Somebody in detox with an allergy, three doses on which somebody acted, one of them in error, and a stopped order.
  private struct Person {
    let client: ServiceClient
    let patient: String
    let episode: String

    init(_ client: ServiceClient) async throws {
      self.client = client
      patient = try await client.patient("Qmedicatedq")
      episode = try await client.episode(patient, bed: client.database.north.detoxBeds[0])
      let allergy = try await client.post(
        "/v1/patients/\(patient)/allergies",
        #"{"kind": "allergy", "substance": "Qlatexq", "reaction": "Qrashq"}"#)
      #expect(allergy.status == 201, "\(allergy)")
      let given = try await order("Zzgiven", #", "indication": "withdrawal""#)
      let wrong = try await act(given, #"{"outcome": "given", "note": "Qwrongq"}"#)
      let corrected = try await client.post("/v1/doses/\(wrong)/corrections", #"{"reason": "not this one"}"#)
      #expect(corrected.status == 201, "\(corrected)")
      _ = try await act(given, #"{"outcome": "given"}"#)
      _ = try await act(try await order("Zzrefused"), #"{"outcome": "refused", "cause": "not_wanted"}"#)
      _ = try await act(
        try await order("Zzheld"), #"{"outcome": "held", "cause": "vomiting", "note": "Qvomitedq"}"#)
      let stopped = try await client.post(
        "/v1/medication-orders/\(try await order("Zzstopped"))/stop", #"{"reason": "Qreasonq"}"#)
      #expect(stopped.status == 201, "\(stopped)")
    }

    private func order(_ drug: String, _ more: String = "") async throws -> String {
      let answer = try await client.post(
        "/v1/episodes/\(episode)/medication-orders",
        #"{"kind": "once", "drug": "\#(drug)", "amount": 2.5, "unit": "mg", "route": "sublingual"\#(more)}"#)
      return try #require(answer["id"], "\(answer)")
    }

    private func act(_ order: String, _ body: String) async throws -> String {
      let answer = try await client.post("/v1/medication-orders/\(order)/doses", body)
      return try #require(answer["id"], "\(answer)")
    }

    func consent(to categories: [RecordCategory], _ kind: Consent.Kind = .specific) async throws -> Answer {
      try await client.post(
        "/v1/patients/\(patient)/consents",
        """
        {"kind": "\(kind.rawValue)", "discloser": "Zz Clinic", "categories": \(categories.map(\.rawValue)),
         "recipients": [{"kind": "entity", "name": "Zz Hospital"}], "purpose": "treatment",
         "right_to_revoke": "In writing, at any time.", "expires_at": "2026-06-16T12:00:00Z",
         "signer": "Testa", "signer_role": "patient", "signed_at": "2026-06-14T12:00:00Z"}
        """)
    }

    /// Releases as whoever has no right to medicines but that to disclose.
    func release(_ categories: [RecordCategory], under consent: Answer) async throws -> Answer {
      let token = try await client.database.token(of: .privacyOfficer)
      return try await client.signedIn(with: token).post(
        "/v1/disclosures",
        """
        {"patient_id": "\(patient)", "categories": \(categories.map(\.rawValue)), "recipient": "Zz Hospital",
         "purpose": "treatment", "basis": "consent", "consent_id": "\(try #require(consent["id"], "\(consent)"))"}
        """)
    }
  }

  @Test func `a consent to all but medicines lets out no word of them`() async throws {
    try await ServiceClient.use { client in
      let person = try await Person(client)
      let consent = try await person.consent(to: Self.others)

      let document = try await person.release(Self.others, under: consent)
      let asked = try await person.release([.medication], under: consent)

      #expect(document.status == 201 && document.text.contains("Qmedicatedq"), "\(document)")
      for word in Self.words + ["Qwrongq", "medication\""] {
        #expect(!document.text.contains(word), "\(word): \(document)")
      }
      #expect(asked.status == 409 && asked.problem == "not-covered", "\(asked)")
      #expect(asked.text.contains("does not cover medication"), "\(asked)")
    }
  }

  @Test func `a consent to medicines lets out orders, doses and allergies, and nothing else`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let person = try await Person(client)
      let consent = try await person.consent(to: [.medication])
      #expect(check.faults(of: consent, "post", "/v1/patients/{id}/consents") == [], "\(consent)")

      let document = try await person.release([.medication], under: consent)

      #expect(document.status == 201, "\(document)")
      #expect(check.faults(of: document, "post", "/v1/disclosures") == [], "\(document)")
      for word in Self.words { #expect(document.text.contains(word), "\(word): \(document)") }
      #expect(!document.text.contains("Qwrongq"), "what was entered in error stays in the clinic")
      #expect(!document.text.contains("Qmedicatedq"), "who it is was not asked for")
      let root = document.json as? [String: Any]
      let records = try #require(root?["records"] as? [String: Any])
      #expect(Array(records.keys) == ["medication"])
      #expect(document["records.medication.allergies.standing"] == "known")
      let orders = try #require((records["medication"] as? [String: Any])?["orders"] as? [[String: Any]])
      let byDrug = Dictionary(
        uniqueKeysWithValues: orders.compactMap { order in (order["drug"] as? String).map { ($0, order) } })
      #expect(byDrug.keys.sorted() == ["Zzgiven", "Zzheld", "Zzrefused", "Zzstopped"])
      for (drug, outcome) in [("Zzgiven", "given"), ("Zzheld", "held"), ("Zzrefused", "refused")] {
        let doses = byDrug[drug]?["doses"] as? [[String: Any]]
        #expect(doses?.compactMap { $0["outcome"] as? String } == [outcome], "\(drug)")
      }
      #expect(byDrug["Zzstopped"]?["standing"] as? String == "stopped")
      #expect(byDrug["Zzstopped"]?["ended_at"] as? String == "2026-06-15T12:00:00Z")

      let ledger = try await client.get("/v1/patients/\(person.patient)/disclosures")
      #expect(check.faults(of: ledger, "get", "/v1/patients/{id}/disclosures") == [], "\(ledger)")
      #expect(ledger["0.categories.0"] == "medication" && ledger["0.categories.1"] == nil, "\(ledger)")
    }
  }

  @Test func `medicines of which the clinic agreed to say nothing stay, and notes stay apart from them`()
    async throws
  {
    try await ServiceClient.use { client in
      let person = try await Person(client)
      let consent = try await person.consent(to: [.demographics, .medication])
      let asked = try await client.post(
        "/v1/patients/\(person.patient)/restriction-requests",
        #"{"categories": ["medication"], "agreed": true, "answer": "we agree"}"#)
      #expect(asked.status == 201, "\(asked)")

      let held = try await person.release([.demographics, .medication], under: consent)
      let rest = try await person.release([.demographics], under: consent)
      let combined = try await person.consent(to: [.medication], .counsellingNotes)
      let mixed = try await person.consent(to: [.medication, .counsellingNotes])

      #expect(held.status == 409 && held.problem == "restriction-agreed", "\(held)")
      #expect(rest.status == 201, "\(rest)")
      for answer in [combined, mixed] {
        #expect(answer.status == 422 && answer.problem == "consents-combined", "\(answer)")
      }
    }
  }

  @Test func `whose allergies nobody asked about, and who has no orders, is told of as such`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let document = try await client.post(
        "/v1/disclosures",
        """
        {"patient_id": "\(patient)", "categories": ["medication"], "recipient": "Dr Zz", "purpose": "treatment",
         "basis": "emergency", "affiliation": "Zz Hospital", "emergency": "seizure"}
        """)

      #expect(document["records.medication.allergies.standing"] == "not_asked", "\(document)")
      #expect(document.text.contains(#""orders":[]"#), "\(document)")
    }
  }
}
