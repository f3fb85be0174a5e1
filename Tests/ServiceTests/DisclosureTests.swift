import Clinic
import Foundation
import HTTPTypes
import Postgres
import Records
import TestSupport
import Testing

/// Records leave the clinic with a basis, a notice and a line in the ledger, or not at all.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct DisclosureTests {
  private func consent(
    _ client: ServiceClient, _ patient: String, _ old: String = "", _ new: String = ""
  ) async throws -> Answer {
    let body = """
      {"kind": "specific", "discloser": "Zz Clinic", "categories": ["demographics", "treatment"],
       "recipients": [{"kind": "entity", "name": "Zz Hospital"}], "purpose": "treatment",
       "right_to_revoke": "In writing, at any time.", "expires_at": "2026-06-15T12:00:01Z",
       "signer": "Testa", "signer_role": "patient", "signed_at": "2026-06-14T12:00:00Z"}
      """
    return try await client.post(
      "/v1/patients/\(patient)/consents", old.isEmpty ? body : body.replacing(old, with: new))
  }

  private func release(
    _ patient: String, _ consent: String, _ categories: String = #""demographics""#
  ) -> String {
    """
    {"patient_id": "\(patient)", "categories": [\(categories)], "recipient": "zz hospital", "purpose": "treatment",
     "basis": "consent", "consent_id": "\(consent)"}
    """
  }

  @Test func `what is disclosed carries the notice and the scope, and is accounted for`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let patient = try await client.patient("Qreleasedq")
      let signed = try await consent(client, patient)
      #expect(signed.status == 201 && signed["state"] == "active", "\(signed)")
      #expect(check.faults(of: signed, "post", "/v1/patients/{id}/consents") == [])
      let id = try #require(signed["id"])

      let document = try await client.post("/v1/disclosures", release(patient, id))

      #expect(document.status == 201, "\(document)")
      #expect(check.faults(of: document, "post", "/v1/disclosures") == [])
      #expect(document["notice.text"]?.contains("part 2") == true && document["consent.id"] == id)
      #expect(document["records.demographics.family_name"] == "Qreleasedq")
      #expect(document["records.treatment"] == nil)
      let ledger = try await client.get("/v1/patients/\(patient)/disclosures?years=6")
      #expect(check.faults(of: ledger, "get", "/v1/patients/{id}/disclosures") == [], "\(ledger)")
      #expect(ledger["0.id"] == document["disclosure_id"] && ledger["0.consent_id"] == id, "\(ledger)")
      let trail = Query<Int64>.one(
        "SELECT count(*) FROM audit.event WHERE action = 'disclosure.make' AND consent_id::text = \(id)"
      ) { try $0[0] }
      #expect(try await client.database.owner.run(trail) == 1)
    }
  }

  @Test func `without a consent that holds nothing leaves, and it is said why`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let good = try #require(try await consent(client, patient)["id"])
      let old = try await consent(client, patient, "2026-06-15T12:00:01Z", "2026-06-15T12:00:00Z")
      #expect(old["state"] == "expired")
      let lame = try await consent(client, patient, #""purpose": "treatment","#, "")
      #expect(lame["state"] == "deficient" && lame["missing.0"] == "purpose", "\(lame)")
      let revoked = try #require(try await consent(client, patient)["id"])
      #expect(try await client.post("/v1/consents/\(revoked)/revocations", "{}").status == 200)
      let before = Query<Int64>.one("SELECT count(*) FROM clinic.disclosure") { try $0[0] }

      let wrong = [
        (release(patient, try #require(old["id"])), "consent-expired"),
        (release(patient, try #require(lame["id"])), "consent-deficient"),
        (release(patient, revoked), "consent-revoked"),
        (release(patient, good, #""contacts""#), "not-covered"),
        (release(patient, good).replacing("zz hospital", with: "Zz Police"), "recipient-not-named"),
      ]
      for (body, problem) in wrong {
        let answer = try await client.post("/v1/disclosures", body)
        #expect(answer.status == 409 && answer.problem == problem, "\(answer)")
      }
      #expect(try await client.database.owner.run(before) == 0)
      let denials = Query<Int64>.one(
        "SELECT count(*) FROM audit.event WHERE action = 'disclosure.make' AND outcome = 'denied'"
      ) { try $0[0] }
      #expect(try await client.database.owner.run(denials) == Int64(wrong.count))
    }
  }

  @Test func `bad consents are refused, and a revocation is previewed and happens once`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let backwards = try await consent(client, patient, "2026-06-15T12:00:01Z", "2026-06-14T11:00:00Z")
      #expect(backwards.status == 422 && backwards.problem == "ends-before-start", "\(backwards)")
      let combined = try await consent(client, patient, #""treatment"]"#, #""counselling_notes"]"#)
      #expect(combined.status == 422 && combined.problem == "consents-combined", "\(combined)")

      let id = try #require(try await consent(client, patient)["id"])
      _ = try await client.post("/v1/disclosures", release(patient, id))
      let preview = try await client.post("/v1/consents/\(id)/revocations", #"{"preview": true}"#)
      #expect(preview["stops.0"] == "Zz Hospital" && preview["disclosed.0.count"] == "1", "\(preview)")
      #expect(try await client.get("/v1/consents/\(id)")["state"] == "active")
      #expect(try await client.post("/v1/consents/\(id)/revocations", "{}").status == 200)
      #expect(try await client.get("/v1/consents/\(id)")["state"] == "revoked")
      let twice = try await client.post("/v1/consents/\(id)/revocations", "{}")
      #expect(twice.status == 409 && twice.problem == "already-revoked", "\(twice)")
      let refused = try await client.database.owner.run(
        Query<[String]>.all(
          "SELECT action FROM audit.event WHERE outcome = 'refused' AND staff_id IS NOT NULL ORDER BY transaction"
        ) { try $0[0] })
      #expect(refused == ["consent.record", "consent.record", "consent.revoke"])
    }
  }

  @Test func `nothing is disclosed after a revocation, however they race`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      for _ in 0..<40 {
        let id = try #require(try await consent(client, patient)["id"])
        let sent = try await withThrowingTaskGroup(of: Int?.self) { group in
          for _ in 0..<3 {
            group.addTask { try await client.post("/v1/disclosures", release(patient, id)).status }
          }
          group.addTask {
            _ = try await client.post("/v1/consents/\(id)/revocations", "{}")
            let late = try await client.post("/v1/disclosures", release(patient, id))
            #expect(late.problem == "consent-revoked", "\(late)")
            return nil
          }
          return try await group.reduce(into: 0) { $0 += $1 == 201 ? 1 : 0 }
        }
        let rows = Query<Int64>.one(
          "SELECT count(*) FROM clinic.disclosure WHERE consent_id::text = \(id)"
        ) { try $0[0] }
        #expect(try await client.database.owner.run(rows) == Int64(sent))
      }
    }
  }

  @Test func `an emergency needs who, where from and what, and goes before an agreed restriction`()
    async throws
  {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let request = try await client.post(
        "/v1/patients/\(patient)/restriction-requests",
        #"{"categories": ["demographics"], "agreed": true, "answer": "we agree"}"#)
      #expect(request.status == 201, "\(request)")
      let id = try #require(try await consent(client, patient)["id"])
      let held = try await client.post("/v1/disclosures", release(patient, id))
      #expect(held.problem == "restriction-agreed", "\(held)")

      let emergency = """
        {"patient_id": "\(patient)", "categories": ["demographics"], "recipient": "Dr Zz", "purpose": "treatment",
         "basis": "emergency", "affiliation": "Zz Hospital", "emergency": "seizure"}
        """
      for (field, part) in [
        ("affiliation", #", "affiliation": "Zz Hospital""#), ("emergency", #", "emergency": "seizure""#),
      ] {
        let answer = try await client.post("/v1/disclosures", emergency.replacing(part, with: ""))
        #expect(answer.status == 422 && answer["field"] == field, "\(answer)")
      }
      #expect(try await client.post("/v1/disclosures", emergency).status == 201)
    }
  }

  @Test func `counselling notes are in nothing but what is asked for them`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let (staff, token) = try await client.database.staff(of: [.counsellor])
      try await client.database.addToCareTeam(staff, of: try #require(Patient.ID(patient)))
      let counsellor = client.signedIn(with: token)
      let note = try await counsellor.post(
        "/v1/patients/\(patient)/counselling-notes", #"{"text": "Qcanaryq"}"#)
      #expect(note.status == 201, "\(note)")
      #expect(
        try await counsellor.get("/v1/patients/\(patient)/counselling-notes").text.contains("Qcanaryq"))
      #expect(try await client.get("/v1/patients/\(patient)/counselling-notes").status == 403)

      let all = RecordCategory.allCases.filter { $0 != .counsellingNotes }.map { "\"\($0.rawValue)\"" }
        .joined(separator: ", ")
      let emergency = """
        {"patient_id": "\(patient)", "categories": [\(all)], "recipient": "Dr Zz", "purpose": "treatment",
         "basis": "emergency", "affiliation": "Zz Hospital", "emergency": "seizure"}
        """
      let elsewhere = [
        try await counsellor.get("/v1/patients/\(patient)"),
        try await counsellor.get("/v1/patients?q=Qcanaryq"),
        try await client.get("/v1/cohorts/report?definition=ketamine_admissions"),
        try await client.post("/v1/disclosures", emergency),
      ]
      for answer in elsewhere {
        #expect(answer.status < 300 && !answer.text.contains("Qcanaryq"), "\(answer)")
      }
      let asked = emergency.replacing(all, with: #""counselling_notes""#)
      #expect(try await client.post("/v1/disclosures", asked).problem == "notes-need-consent")
      let own = try await consent(client, patient, #""kind": "specific""#, #""kind": "counselling_notes""#)
      #expect(own.problem == "consents-combined")
    }
  }

  @Test func `counselling notes leave under a consent to that alone`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let general = try #require(try await consent(client, patient)["id"])
      let notes = try await consent(
        client, patient,
        #""specific", "discloser": "Zz Clinic", "categories": ["demographics", "treatment"]"#,
        #""counselling_notes", "discloser": "Zz Clinic", "categories": ["counselling_notes"]"#)
      #expect(notes.status == 201 && notes["state"] == "active", "\(notes)")
      let own = try #require(notes["id"])

      let refused = try await client.post(
        "/v1/disclosures", release(patient, general, #""counselling_notes""#))
      let combined = try await client.post(
        "/v1/disclosures", release(patient, own, #""demographics", "counselling_notes""#))
      let released = try await client.post("/v1/disclosures", release(patient, own, #""counselling_notes""#))

      #expect(refused.status == 409 && refused.problem == "not-covered", "\(refused)")
      #expect(combined.status == 409 && combined.problem == "not-covered", "\(combined)")
      #expect(released.status == 201, "\(released)")
    }
  }

  @Test(arguments: [
    (3, "2026-06-14T12:00:00Z", "2023-06-14T12:00:00Z"), (6, "2026-06-14T12:00:00Z", "2020-06-14T12:00:00Z"),
    (3, "2024-02-29T12:00:00Z", "2021-02-28T12:00:00Z"), (6, "2026-02-28T12:00:00Z", "2020-02-28T12:00:00Z"),
  ])
  func `the accounting begins at the very instant some years ago`(
    years: Int32, until: String, edge: String
  )
    async throws
  {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let consent = try #require(try await consent(client, patient)["id"])
      #expect(try await client.post("/v1/disclosures", release(patient, consent)).status == 201)
      let id = try #require(Patient.ID(patient))
      let now = try Date(until, strategy: .iso8601)
      let caller = client.database.caller
      for (offset, expected) in [("0", 1), ("-0.000001", 0), ("0.000001", 1)] {
        try await client.database.owner.run(
          .execute(
            "UPDATE clinic.disclosure SET at = \(edge)::text::timestamptz + \(offset)::text::interval WHERE consent_id::text = \(consent)"
          ))
        let found = try await client.database.records.run(
          as: caller, Action(.disclosureRead, patients: [id]), Disclosures.of(id, years: years, until: now))
        #expect(found.count == expected, "\(edge) \(offset)")
      }
    }
  }
}
