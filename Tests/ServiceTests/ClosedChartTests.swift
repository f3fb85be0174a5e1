import Clinic
import Foundation
import HTTPTypes
import Postgres
import Records
import TestSupport
import Testing

/// Whoever may not open a chart cannot tell whether there is one.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct ClosedChartTests {
  /// One request of a route that is about a person, with the identifier in it.
  struct Visit: Sendable {
    let door: String
    let send: @Sendable (ServiceClient, String) async throws -> Answer
  }

  private static let ofPatient = [
    Visit(door: "GET /v1/patients/{id}") { try await $0.get("/v1/patients/\($1)") },
    Visit(door: "GET /v1/patients/{id}/summary") { try await $0.get("/v1/patients/\($1)/summary") },
    Visit(door: "GET /v1/patients/{id}/care-team") { try await $0.get("/v1/patients/\($1)/care-team") },
    Visit(door: "POST /v1/patients/{id}/care-team") {
      try await $0.post("/v1/patients/\($1)/care-team", #"{"handle": "ada"}"#)
    },
    Visit(door: "DELETE /v1/patients/{id}/care-team/{handle}") {
      try await $0.delete("/v1/patients/\($1)/care-team/ada")
    },
    Visit(door: "GET /v1/screenings") { try await $0.get("/v1/screenings?patient=\($1)") },
    Visit(door: "GET /v1/patients/{id}/trends/{slug}") {
      try await $0.get("/v1/patients/\($1)/trends/phq_9")
    },
    Visit(door: "POST /v1/screenings") {
      try await $0.post(
        "/v1/screenings", #"{"patient_id": "\#($1)", "instrument": "phq_2", "answers": {"1": 1, "2": 1}}"#)
    },
    Visit(door: "POST /v1/episodes") {
      try await $0.post("/v1/episodes", $0.admission($1, bed: $0.database.north.detoxBeds[2]))
    },
    Visit(door: "POST /v1/beds/{id}/holds") {
      try await $0.post(
        "/v1/beds/\($0.database.north.detoxBeds[2])/holds",
        #"{"until": "2026-06-16T12:00:00Z", "patient_id": "\#($1)"}"#)
    },
    Visit(door: "POST /v1/beds/{id}/arrivals") {
      try await $0.post(
        "/v1/beds/\($0.database.north.detoxBeds[2])/arrivals",
        #"{"arrives_at": "2026-06-16T12:00:00Z", "until": "2026-06-17T12:00:00Z", "patient_id": "\#($1)"}"#)
    },
    Visit(door: "POST /v1/intakes") {
      try await $0.post(
        "/v1/intakes",
        #"{"facility_id": "\#($0.database.north.id)", "patient_id": "\#($1)", "at": "2026-06-10T08:00:00Z"}"#)
    },
    Visit(door: "GET /v1/patients/{id}/consents") { try await $0.get("/v1/patients/\($1)/consents") },
    Visit(door: "POST /v1/patients/{id}/consents") {
      try await $0.post("/v1/patients/\($1)/consents", #"{"kind": "specific"}"#)
    },
    Visit(door: "GET /v1/patients/{id}/restriction-requests") {
      try await $0.get("/v1/patients/\($1)/restriction-requests")
    },
    Visit(door: "POST /v1/patients/{id}/restriction-requests") {
      try await $0.post(
        "/v1/patients/\($1)/restriction-requests",
        #"{"categories": ["contacts"], "agreed": false, "answer": "we cannot"}"#)
    },
    Visit(door: "GET /v1/patients/{id}/disclosures") {
      try await $0.get("/v1/patients/\($1)/disclosures")
    },
    Visit(door: "POST /v1/disclosures") {
      try await $0.post(
        "/v1/disclosures",
        """
        {"patient_id": "\($1)", "categories": ["demographics", "medication"], "recipient": "Zz Hospital",
         "purpose": "treatment", "basis": "emergency", "affiliation": "Zz Trust", "emergency": "seizure"}
        """)
    },
    Visit(door: "GET /v1/patients/{id}/allergies") { try await $0.get("/v1/patients/\($1)/allergies") },
    Visit(door: "POST /v1/patients/{id}/allergies") {
      try await $0.post("/v1/patients/\($1)/allergies", #"{"kind": "none_known"}"#)
    },
    Visit(door: "GET /v1/patients/{id}/counselling-notes") {
      try await $0.get("/v1/patients/\($1)/counselling-notes")
    },
    Visit(door: "POST /v1/patients/{id}/counselling-notes") {
      try await $0.post("/v1/patients/\($1)/counselling-notes", #"{"text": "What was said."}"#)
    },
  ]

  private static let ofEpisode = [
    Visit(door: "GET /v1/episodes/{id}") { try await $0.get("/v1/episodes/\($1)") },
    Visit(door: "POST /v1/episodes/{id}/moves") {
      try await $0.post(
        "/v1/episodes/\($1)/moves", $0.transfer(bed: $0.database.north.residentialBeds[0]))
    },
    Visit(door: "POST /v1/episodes/{id}/bed") {
      try await $0.post("/v1/episodes/\($1)/bed", #"{"bed_id": "\#($0.database.north.detoxBeds[3])"}"#)
    },
    Visit(door: "POST /v1/episodes/{id}/corrections") {
      try await $0.post(
        "/v1/episodes/\($1)/corrections",
        #"{"move_id": "01890a5d-ac96-774b-bcce-b302099a8057", "entered_in_error": true, "reason": "x"}"#)
    },
    Visit(door: "POST /v1/episodes/{id}/restorations") {
      try await $0.post("/v1/episodes/\($1)/restorations", #"{"reason": "x"}"#)
    },
    Visit(door: "GET /v1/episodes/{id}/appointments") { try await $0.get("/v1/episodes/\($1)/appointments") },
    Visit(door: "POST /v1/episodes/{id}/appointments") {
      try await $0.post(
        "/v1/episodes/\($1)/appointments", #"{"at": "2026-06-20T10:00:00Z", "place": "Zz Clinic"}"#)
    },
    Visit(door: "GET /v1/episodes/{id}/authorizations") {
      try await $0.get("/v1/episodes/\($1)/authorizations")
    },
    Visit(door: "POST /v1/episodes/{id}/authorizations") {
      try await $0.post(
        "/v1/episodes/\($1)/authorizations",
        """
        {"payer": "Zz Health", "level": {"edition": 3, "code": "3.7-WM"}, "first_day": "2026-06-11",
         "last_day": "2026-06-16", "decision": "requested"}
        """)
    },
    Visit(door: "GET /v1/episodes/{id}/medication-orders") {
      try await $0.get("/v1/episodes/\($1)/medication-orders")
    },
    Visit(door: "POST /v1/episodes/{id}/medication-orders") {
      try await $0.post(
        "/v1/episodes/\($1)/medication-orders",
        #"{"kind": "once", "drug": "Zz", "amount": 1, "unit": "mg", "route": "oral"}"#)
    },
    Visit(door: "GET /v1/episodes/{id}/medication-chart") {
      try await $0.get("/v1/episodes/\($1)/medication-chart")
    },
    Visit(door: "GET /v1/episodes/{id}/flowsheet") { try await $0.get("/v1/episodes/\($1)/flowsheet") },
    Visit(door: "GET /v1/episodes/{id}/trend") { try await $0.get("/v1/episodes/\($1)/trend?of=craving") },
    Visit(door: "POST /v1/episodes/{id}/vitals") {
      try await $0.post("/v1/episodes/\($1)/vitals", #"{"readings": {"pulse": 88}}"#)
    },
    Visit(door: "POST /v1/episodes/{id}/monitorings") {
      try await $0.post("/v1/episodes/\($1)/monitorings", #"{"protocol": "ketamine"}"#)
    },
    Visit(door: "GET /v1/episodes/{id}/levels") { try await $0.get("/v1/episodes/\($1)/levels") },
    Visit(door: "POST /v1/episodes/{id}/level-assessments") {
      try await $0.post(
        "/v1/episodes/\($1)/level-assessments",
        #"{"ratings": ["1", "0", "2", "1", "3", "3"], "recommended": {"edition": 3, "code": "3.5"}}"#)
    },
  ]

  private static let ofMedication = [
    Visit(door: "POST /v1/medication-orders/{id}/doses") {
      try await $0.post("/v1/medication-orders/\($1)/doses", #"{"outcome": "given"}"#)
    },
    Visit(door: "POST /v1/medication-orders/{id}/stop") {
      try await $0.post("/v1/medication-orders/\($1)/stop", #"{"reason": "done"}"#)
    },
    Visit(door: "POST /v1/medication-orders/{id}/acceptance") {
      try await $0.post("/v1/medication-orders/\($1)/acceptance", "{}")
    },
  ]

  private static let ofDose = [
    Visit(door: "POST /v1/doses/{id}/corrections") {
      try await $0.post("/v1/doses/\($1)/corrections", #"{"reason": "wrong"}"#)
    }
  ]

  private static let ofAllergy = [
    Visit(door: "POST /v1/allergies/{id}/retraction") {
      try await $0.post("/v1/allergies/\($1)/retraction", #"{"reason": "wrong"}"#)
    }
  ]

  private static let ofStay = [
    Visit(door: "GET /v1/stays/{id}/step-down") { try await $0.get("/v1/stays/\($1)/step-down") },
    Visit(door: "POST /v1/stays/{id}/step-down") {
      try await $0.post("/v1/stays/\($1)/step-down", #"{"expected_end": "2026-06-17T10:00:00Z"}"#)
    },
    Visit(door: "POST /v1/stays/{id}/step-down/owners") {
      try await $0.post("/v1/stays/\($1)/step-down/owners", #"{"item": "transport", "handle": "ada"}"#)
    },
    Visit(door: "POST /v1/stays/{id}/hand-offs") {
      try await $0.post("/v1/stays/\($1)/hand-offs", #"{"name": "Dr Zz"}"#)
    },
  ]

  private static let ofScreening = [
    Visit(door: "GET /v1/screenings/{id}") { try await $0.get("/v1/screenings/\($1)") },
    Visit(door: "GET /v1/screenings/{id}/history") { try await $0.get("/v1/screenings/\($1)/history") },
    Visit(door: "POST /v1/screenings/{id}/corrections") {
      try await $0.post("/v1/screenings/\($1)/corrections", #"{"answers": {"2": 3}, "reason": "misread"}"#)
    },
    Visit(door: "POST /v1/screenings/{id}/entered-in-error") {
      try await $0.post("/v1/screenings/\($1)/entered-in-error", #"{"reason": "of somebody else"}"#)
    },
  ]

  private static let ofConsent = [
    Visit(door: "GET /v1/consents/{id}") { try await $0.get("/v1/consents/\($1)") },
    Visit(door: "POST /v1/consents/{id}/revocations") {
      try await $0.post("/v1/consents/\($1)/revocations", "{}")
    },
  ]

  @Test func `a closed chart and none at all are answered byte by byte the same`() async throws {
    try await ServiceClient.use { client in
      let walker = try await Walker(client)
      let signed = try await client.post(
        "/v1/patients/\(walker.patient)/consents", #"{"kind": "specific"}"#)
      let consent = try #require(signed["id"], "\(signed)")
      let allergy = try await client.post(
        "/v1/patients/\(walker.patient)/allergies", #"{"kind": "allergy", "substance": "Zzyx"}"#)
      let order = try await client.post(
        "/v1/episodes/\(walker.episode)/medication-orders",
        #"{"kind": "once", "drug": "Zzdrug", "amount": 1, "unit": "mg", "route": "oral"}"#)
      let (drug, sensitivity) = (
        try #require(order["id"], "\(order)"), try #require(allergy["id"], "\(allergy)")
      )
      let given = try await client.post("/v1/medication-orders/\(drug)/doses", #"{"outcome": "given"}"#)
      let dose = try #require(given["id"], "\(given)")
      let closed = try await client.post(
        "/v1/patients/\(walker.patient)/restriction", #"{"reason": "known to the staff"}"#)
      #expect(closed.status == 201, "\(closed)")
      let restricted = client.signedIn(with: try await client.database.token(of: .director, .intake, .nurse))
      let elsewhere = client.signedIn(with: try await client.database.token(of: .counsellor))
      let groups = [
        (Self.ofPatient, walker.patient), (Self.ofEpisode, walker.episode),
        (Self.ofMedication, drug), (Self.ofDose, dose), (Self.ofAllergy, sensitivity),
        (Self.ofStay, walker.stay), (Self.ofScreening, walker.screening), (Self.ofConsent, consent),
      ]
      for visitor in [restricted, elsewhere] {
        for (visits, id) in groups {
          for visit in visits {
            let nobody: Patient.ID = TestDatabase.new()
            let there = try await visit.send(visitor, id)
            let absent = try await visit.send(visitor, nobody.description)
            #expect(there.status == absent.status && there.status >= 400, "\(visit.door): \(there) \(absent)")
            #expect(there.text == absent.text, "\(visit.door)")
            #expect(headers(there) == headers(absent), "\(visit.door)")
          }
        }
        let found = try await visitor.get("/v1/patients?q=\(Walker.canary)")
        #expect(found.text == "[]")
        let board = try await visitor.get("/v1/board?at=2026-06-12T08:00:00Z")
        #expect(!board.text.contains(walker.patient) && !board.text.contains(Walker.canary))
        #expect(board["census.stay"] == "1", "\(board)")
      }
    }
  }

  @Test func `whoever sees a care team only sees its patients, and glass opens one more`() async throws {
    try await ServiceClient.use { client in
      let (own, other) = (try await client.patient("Qownq"), try await client.patient("Qotherq"))
      let (id, token) = try await client.database.staff(of: [.counsellor])
      try await client.database.addToCareTeam(id, of: try #require(Patient.ID(own)))
      let counsellor = client.signedIn(with: token)

      #expect(try await counsellor.get("/v1/patients/\(own)").status == 200)
      #expect(try await counsellor.get("/v1/patients/\(other)").status == 404)
      let glass = try await counsellor.post(
        "/v1/broken-glass", #"{"patient_id": "\#(other)", "reason": "asks for help at the door"}"#)
      #expect(glass.status == 201 && glass["until"] == "2026-06-15T13:00:00Z", "\(glass)")
      #expect(try await counsellor.get("/v1/patients/\(other)").status == 200)
    }
  }

  @Test func `what is wrong with the grounds is said`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let wrong = [
        (#"{"patient_id": "\#(patient)", "reason": "short"}"#, "reason"),
        (#"{"patient_id": "\#(patient)", "reason": "long enough to read", "minutes": 241}"#, "minutes"),
        (#"{"family_name": "Zzyxperson", "reason": "long enough to read"}"#, "patient_id"),
      ]
      for (body, field) in wrong {
        let answer = try await client.post("/v1/broken-glass", body)
        #expect(answer.status == 422 && answer["field"] == field, "\(answer)")
      }
    }
  }

  /// All headers but the request's own identifier.
  private func headers(_ answer: Answer) -> [String] {
    answer.headers.filter { $0.name.canonicalName != "request-id" }.map { "\($0.name): \($0.value)" }.sorted()
  }
}
