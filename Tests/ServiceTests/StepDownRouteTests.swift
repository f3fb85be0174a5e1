import Clinic
import Foundation
import HTTPTypes
import Records
import TestSupport
import Testing

/// From an admission to a hand-off that is accepted, and what each step settles.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct StepDownRouteTests {
  /// Somebody in detox since 11 June, 08:00 UTC; the test lives on 15 June, 12:00 UTC.
  private struct Person {
    let patient: String
    let episode: String
    let stay: String

    init(_ client: ServiceClient, bed: Int = 0) async throws {
      patient = try await client.patient()
      let admitted = try await client.post(
        "/v1/episodes", client.admission(patient, bed: client.database.north.detoxBeds[bed]))
      episode = try #require(admitted["episode_id"], "\(admitted)")
      stay = try #require(admitted["stay_id"], "\(admitted)")
    }
  }

  private func findings(_ answer: Answer) -> [String: String] {
    let lines = ((answer.json as? [String: Any])?["lines"] as? [[String: Any]]) ?? []
    return Dictionary(uniqueKeysWithValues: lines.map { ("\($0["item"] ?? "")", "\($0["finding"] ?? "")") })
  }

  @Test func `each step settles its line, as it is described`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      func expect(_ status: Int, _ answer: Answer, _ method: String, _ template: String) {
        #expect(answer.status == status, "\(method) \(template): \(answer)")
        #expect(check.faults(of: answer, method, template) == [], "\(method) \(template): \(answer)")
      }
      let person = try await Person(client)
      let path = "/v1/stays/\(person.stay)/step-down"
      let first = try await client.get(path)
      expect(200, first, "get", "/v1/stays/{id}/step-down")
      #expect(
        findings(first)["expected_end"] == "end_not_said" && findings(first)["next_place"] == "next_not_said")

      let planned = try await client.post(
        path,
        """
        {"expected_end": "2026-06-17T14:00:00Z", "next_stage": "residential", "next_level": {"edition": 3, "code": "3.5"}}
        """)
      expect(201, planned, "post", "/v1/stays/{id}/step-down")
      #expect(planned["basis"] == "clinician")
      let board = try await client.get("/v1/board?facility=\(client.database.north.id)")
      let bed = ((board.json as? [String: Any])?["places"] as? [[String: Any]])?.first {
        $0["patient_id"] as? String == person.patient
      }
      #expect(bed?["expected_end"] as? String == "2026-06-17T14:00:00Z", "the board says it too: \(board)")
      let forecast = try await client.get("/v1/board/forecast?facility=\(client.database.north.id)")
      #expect(forecast.text.contains("\"departures\":1"), "the forecast counts on it: \(forecast)")
      let owned = try await client.post("\(path)/owners", #"{"item": "hand_off", "handle": "ada"}"#)
      expect(200, owned, "post", "/v1/stays/{id}/step-down/owners")
      let owner = ((owned.json as? [String: Any])?["lines"] as? [[String: Any]])?.first {
        $0["item"] as? String == "hand_off"
      }
      #expect(owner?["owner"] as? String == "Ada Admin")

      let hold = try await client.post(
        "/v1/beds/\(client.database.north.residentialBeds[0])/holds",
        #"{"until": "2026-06-18T12:00:00Z", "patient_id": "\#(person.patient)", "reason": "next"}"#)
      #expect(hold.status == 201, "\(hold)")
      let authorization = try await client.post(
        "/v1/episodes/\(person.episode)/authorizations",
        """
        {"payer": "Zz Health", "level": {"edition": 3, "code": "3.5"}, "first_day": "2026-06-17",
         "last_day": "2026-06-30", "decision": "requested"}
        """)
      expect(201, authorization, "post", "/v1/episodes/{id}/authorizations")
      #expect(findings(try await client.get(path))["authorization"] == "requested")
      let amended = try await client.post(
        "/v1/authorizations/\(try #require(authorization["id"]))/amendments",
        #"{"decision": "approved", "reference": "A-100"}"#)
      expect(201, amended, "post", "/v1/authorizations/{id}/amendments")
      let assessed = try await client.post(
        "/v1/episodes/\(person.episode)/level-assessments",
        """
        {"ratings": ["1", "0", "2", {"missing": "refused"}, "3", "3"], "recommended": {"edition": 3, "code": "3.5"}}
        """)
      expect(201, assessed, "post", "/v1/episodes/{id}/level-assessments")
      let offered = try await client.post("/v1/stays/\(person.stay)/hand-offs", #"{"handle": "ada"}"#)
      expect(201, offered, "post", "/v1/stays/{id}/hand-offs")
      let answered = try await client.post(
        "/v1/hand-offs/\(try #require(offered["id"]))/answers", #"{"answer": "accepted"}"#)
      expect(201, answered, "post", "/v1/hand-offs/{id}/answers")

      let settled = try await client.get(path)
      expect(200, settled, "get", "/v1/stays/{id}/step-down")
      #expect(
        findings(settled) == [
          "expected_end": "end_expected", "assessment": "assessed", "next_place": "bed_held",
          "authorization": "approved", "hand_off": "accepted", "appointment": "goes_on_here",
          "transport": "stays_here",
        ])
      let list = try await client.get("/v1/step-down?facility=\(client.database.north.id)")
      expect(200, list, "get", "/v1/step-down")
      #expect(list["missing"] == "0" && list["stays.0.stay_id"] == person.stay)
      expect(
        200, try await client.get("/v1/episodes/\(person.episode)/levels"), "get", "/v1/episodes/{id}/levels")
      let gaps = try await client.get("/v1/level-gaps")
      expect(200, gaps, "get", "/v1/level-gaps")
      #expect(
        gaps["0.days"] == "4" && gaps["0.first_day"] == "2026-06-11" && gaps["0.last_day"] == "2026-06-14")
    }
  }

  @Test func `appointments are made, listed and settled, and kept only once they have passed`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let person = try await Person(client)
      let path = "/v1/episodes/\(person.episode)/appointments"
      let ahead = try await client.post(
        path, #"{"at": "2026-06-18T10:00:00Z", "place": "Zz Clinic", "with": "Dr Zz"}"#)
      #expect(ahead.status == 201 && check.faults(of: ahead, "post", "/v1/episodes/{id}/appointments") == [])
      let past = try await client.post(path, #"{"at": "2026-06-14T10:00:00Z", "place": "Zz Clinic"}"#)
      let early = try await client.post(
        "/v1/appointments/\(try #require(ahead["id"]))/outcome", #"{"state": "kept"}"#)
      #expect(early.status == 422 && early.problem == "date-in-future", "\(early)")
      let kept = try await client.post(
        "/v1/appointments/\(try #require(past["id"]))/outcome", #"{"state": "kept"}"#)
      #expect(kept.status == 204, "\(kept)")
      let all = try await client.get(path)
      #expect(check.faults(of: all, "get", "/v1/episodes/{id}/appointments") == [])
      #expect(all["0.state"] == "kept" && all["1.state"] == "planned")
      let unknown = try await client.post(
        "/v1/appointments/\(UUID().uuidString.lowercased())/outcome", #"{"state": "cancelled"}"#)
      #expect(unknown.status == 404)
    }
  }

  @Test func `a hand-off is answered once, and by whom it was offered to`() async throws {
    try await ServiceClient.use { client in
      let person = try await Person(client)
      let offered = try await client.post("/v1/stays/\(person.stay)/hand-offs", #"{"handle": "ada"}"#)
      let path = "/v1/hand-offs/\(try #require(offered["id"]))/answers"
      let nurse = client.signedIn(with: try await client.database.token(of: .nurse))
      let other = try await nurse.post(path, #"{"answer": "accepted"}"#)
      #expect(other.problem == "not-the-receiver", "\(other)")
      #expect(try await client.post(path, #"{"answer": "declined", "note": "no place"}"#).status == 201)
      let again = try await client.post(path, #"{"answer": "accepted"}"#)
      #expect(again.status == 409 && again.problem == "already-dealt-with", "\(again)")
      let outside = try await client.post(
        "/v1/stays/\(person.stay)/hand-offs", #"{"name": "Dr Zz", "place": "Zz House"}"#)
      let accepted = try await nurse.post(
        "/v1/hand-offs/\(try #require(outside["id"]))/answers", #"{"answer": "accepted"}"#)
      #expect(accepted.status == 201, "\(accepted)")
      let view = try await client.get("/v1/stays/\(person.stay)/step-down")
      #expect(findings(view)["hand_off"] == "accepted" && view["hand_off.to"] == "Dr Zz")
    }
  }

  @Test func `what cannot be is refused with its field, and changes nothing`() async throws {
    try await ServiceClient.use { client in
      let person = try await Person(client)
      let (stay, episode) = ("/v1/stays/\(person.stay)", "/v1/episodes/\(person.episode)")
      let authorization = """
        {"payer": "Zz Health", "level": {"edition": 3, "code": "3.7-WM"}, "first_day": "2026-06-11",
         "last_day": "2026-06-16", "decision": "approved"}
        """
      #expect(try await client.post("\(episode)/authorizations", authorization).status == 201)
      let before = try await client.get("\(stay)/step-down").text
      let cases: [(path: String, body: String, status: Int, problem: String, field: String?)] = [
        (
          "\(stay)/step-down", #"{"expected_end": "2026-06-11T08:00:00Z"}"#, 422, "end-before-start",
          "expected_end"
        ),
        ("\(stay)/step-down", #"{"basis": "protocol"}"#, 422, "missing-required", "expected_end"),
        (
          "\(stay)/step-down", #"{"next_level": {"edition": 3, "code": "3.5"}}"#, 422, "missing-required",
          "next_stage"
        ),
        (
          "\(stay)/step-down",
          #"{"next_stage": "aftercare", "next_level": {"edition": 3, "code": "3.7-WM"}}"#, 422,
          "level-of-other-stage", "next_level"
        ),
        ("\(stay)/step-down", #"{"next_stage": "moon"}"#, 422, "unknown-code", "next_stage"),
        (
          "\(stay)/step-down/owners", #"{"item": "transport", "handle": "nobody"}"#, 404, "not-found",
          "handle"
        ),
        ("\(stay)/hand-offs", #"{"handle": "ada", "name": "Dr Zz"}"#, 422, "missing-required", "handle"),
        (
          "\(stay)/hand-offs", #"{"name": "Dr Zz", "offered_at": "2026-06-16T10:00:00Z"}"#, 422,
          "date-in-future", "offered_at"
        ),
        ("\(episode)/authorizations", authorization, 409, "day-authorized", "first_day"),
        (
          "\(episode)/authorizations", authorization.replacing("2026-06-16", with: "2026-06-10"), 422,
          "end-before-start", "last_day"
        ),
        (
          "\(episode)/authorizations", authorization.replacing("3.7-WM", with: "9.9"), 422, "unknown-level",
          "level"
        ),
        (
          "\(episode)/level-assessments",
          #"{"ratings": ["1", "0", "2"], "recommended": {"edition": 3, "code": "3.5"}}"#, 422, "wrong-count",
          "ratings"
        ),
        (
          "\(episode)/level-assessments",
          #"{"ratings": ["1","0","2","1","1","1"], "recommended": {"edition": 3, "code": "3.5"}, "at": "2026-06-16T10:00:00Z"}"#,
          422, "date-in-future", "at"
        ),
        ("/v1/stays/\(UUID().uuidString.lowercased())/step-down", "{}", 404, "not-found", nil),
      ]
      for entry in cases {
        let answer = try await client.post(entry.path, entry.body)
        #expect(
          answer.status == entry.status && answer.problem == entry.problem,
          "\(entry.path) \(entry.body): \(answer)")
        if let field = entry.field { #expect(answer.text.contains("\"\(field)\""), "\(answer)") }
      }
      #expect(try await client.get("\(stay)/step-down").text == before)
    }
  }

  @Test func `an end that nobody knows stands first, and within hours only what is due`() async throws {
    try await ServiceClient.use { client in
      let (known, unknown) = (try await Person(client, bed: 0), try await Person(client, bed: 1))
      _ = try await client.post(
        "/v1/stays/\(known.stay)/step-down", #"{"expected_end": "2026-06-25T14:00:00Z"}"#)
      let list = try await client.get("/v1/step-down")
      #expect(list["stays.0.stay_id"] == unknown.stay && list["stays.1.stay_id"] == known.stay)
      let soon = try await client.get("/v1/step-down?within_hours=24")
      #expect(soon["stays.0.stay_id"] == unknown.stay && soon["stays.1.stay_id"] == nil)
      let later = try await client.get("/v1/step-down?within_hours=240")
      #expect(later["stays.1.stay_id"] == known.stay)
    }
  }

  @Test func `two who plan at once both have their say`() async throws {
    try await ServiceClient.use { client in
      let person = try await Person(client)
      let path = "/v1/stays/\(person.stay)/step-down"
      for round in 0..<10 {
        let bodies = [
          #"{"destination": "Zz House \#(round)"}"#,
          #"{"transport_note": "at \#(round)", "transport": "taxi"}"#,
        ]
        try await withThrowingTaskGroup { group in
          for body in bodies {
            group.addTask { try await client.post(path, body).status }
          }
          for try await status in group { #expect(status == 201) }
        }
        let plan = try await client.post(path, "{}")
        #expect(
          plan["destination"] == "Zz House \(round)" && plan["transport_note"] == "at \(round)", "\(plan)")
      }
    }
  }

  @Test func `the figures of continuity are as they are described`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let person = try await Person(client)
      _ = try await client.post(
        "/v1/episodes/\(person.episode)/moves", client.transfer(bed: client.database.north.residentialBeds[0])
      )
      let figures = try await client.get("/v1/step-down/continuity?from=2026-06-01T00:00:00Z")
      #expect(
        figures.status == 200 && check.faults(of: figures, "get", "/v1/step-down/continuity") == [],
        "\(figures)")
      #expect(figures["groups.0.stage"] == "detox" && figures["groups.0.ended"] == "1")
      let wrong = try await client.get("/v1/step-down/continuity?from=2026-06-20T00:00:00Z")
      #expect(wrong.status == 422 && wrong.problem == "end-before-start")
    }
  }
}
