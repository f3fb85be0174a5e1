import Clinic
import Foundation
import HTTPTypes
import Records
import TestSupport
import Testing

/// Signs, protocols and what is due, over HTTP.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct FlowsheetRouteTests {
  private static let whole = """
    "temperature": 36.9, "pulse": 92, "respirations": 18, "oxygen_saturation": 97, "breathing": "air", "systolic": 141,
     "diastolic": 88, "consciousness": "alert"
    """

  private func episode(_ client: ServiceClient) async throws -> String {
    try await client.episode(try await client.patient(), bed: client.database.north.detoxBeds[0])
  }

  @Test func `a protocol runs from its start to its stop, as it is described`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      func expect(_ status: Int, _ answer: Answer, _ method: String, _ template: String) {
        #expect(answer.status == status, "\(method) \(template): \(answer)")
        #expect(check.faults(of: answer, method, template) == [], "\(method) \(template): \(answer)")
      }
      let episode = try await episode(client)
      expect(200, try await client.get("/v1/protocols"), "get", "/v1/protocols")
      let started = try await client.post("/v1/episodes/\(episode)/monitorings", #"{"protocol": "ketamine"}"#)
      expect(201, started, "post", "/v1/episodes/{id}/monitorings")
      let id = try #require(started["id"])
      let due = try await client.get("/v1/due-checks?facility=\(client.database.north.id)")
      expect(200, due, "get", "/v1/due-checks")
      #expect(due["due"] == "7" && due["late"] == "0" && due["checks.0.bed"] == "D-01")

      #expect(due["cut"] == "false" || due["cut"] == "0")
      var (path, seen) = ("/v1/due-checks?limit=3&facility=\(client.database.north.id)", 0)
      for page in 1...3 {
        let answer = try await client.get(path)
        expect(200, answer, "get", "/v1/due-checks")
        #expect(answer["due"] == "7", "each page counts the whole list: \(answer)")
        seen += answer.text.components(separatedBy: #""monitoring_id""#).count - 1
        let link = HTTPField.Name("Link").flatMap { answer.headers[$0] }
        #expect((link == nil) == (page == 3))
        path = link.map { String($0.dropFirst().prefix { $0 != ">" }) } ?? path
      }
      #expect(seen == 7)
      let wrong = try await client.get("/v1/due-checks?after=somewhere")
      #expect(wrong.status == 422 && wrong["field"] == "after", "\(wrong)")

      let set = try await client.post(
        "/v1/episodes/\(episode)/vitals",
        #"{"readings": {\#(Self.whole), "craving": 8, "pain": 0, "mood": {"missing": "asleep"}}}"#)
      expect(201, set, "post", "/v1/episodes/{id}/vitals")
      #expect(set["news2.total"] == "1" && set["news2.response"] == "low")
      #expect(set["readings.pain"] == "0" && set["readings.mood.missing"] == "asleep")
      let said = try await client.post(
        "/v1/monitorings/\(id)/words", #"{"check": "bladder", "word": "skipped", "reason": "in court"}"#)
      expect(201, said, "post", "/v1/monitorings/{id}/words")
      let corrected = try await client.post(
        "/v1/vitals/\(try #require(set["id"]))/corrections",
        #"{"readings": {"craving": 2, "pulse": 138}, "clear": ["pain"], "reason": "read wrongly"}"#)
      expect(201, corrected, "post", "/v1/vitals/{id}/corrections")
      #expect(corrected["news2.red"] == "1" || corrected["news2.red"] == "true", "\(corrected)")

      let sheet = try await client.get("/v1/episodes/\(episode)/flowsheet")
      expect(200, sheet, "get", "/v1/episodes/{id}/flowsheet")
      #expect(sheet["vitals.0.readings.craving"] == "2" && sheet["vitals.0.readings.pain"] == nil)
      let trend = try await client.get("/v1/episodes/\(episode)/trend?of=craving")
      expect(200, trend, "get", "/v1/episodes/{id}/trend")
      #expect(trend["points.0.value"] == "2.0")
      let picture = try await client.get("/v1/episodes/\(episode)/trend?of=news2&form=svg")
      #expect(picture.status == 200 && picture.text.hasPrefix("<svg"))
      let nothing = try await client.get("/v1/episodes/\(episode)/trend?of=shoe_size")
      #expect(nothing.status == 422 && nothing["field"] == "of")
      let over = try await client.get("/v1/due-checks?within_hours=24&since=2026-06-15T04:00:00Z")
      expect(200, over, "get", "/v1/due-checks")
      #expect(over["raised"] == "1", "\(over)")
      let stopped = try await client.post("/v1/monitorings/\(id)/stop", #"{"reason": "goes to hospital"}"#)
      expect(200, stopped, "post", "/v1/monitorings/{id}/stop")
      #expect(try await client.get("/v1/due-checks")["due"] == "0")
    }
  }

  @Test func `a set is recorded once under its key`() async throws {
    try await ServiceClient.use { client in
      let episode = try await episode(client)
      let key = try #require(HTTPField.Name("Idempotency-Key"))
      let headers: HTTPFields = [key: "once"]
      let (path, body) = ("/v1/episodes/\(episode)/vitals", #"{"readings": {"pulse": 88}}"#)
      let first = try await client.post(path, body, headers)
      let second = try await client.post(path, body, headers)
      #expect(first.status == 201 && first.text == second.text)
      let sheet = try await client.get("/v1/episodes/\(episode)/flowsheet")
      #expect(((sheet.json as? [String: Any])?["vitals"] as? [Any])?.count == 1)
    }
  }

  @Test
  func `what cannot be is refused with its field, what is unlikely is asked about, and nothing is written`()
    async throws
  {
    try await ServiceClient.use { client in
      let episode = try await episode(client)
      let (vitals, runs) = ("/v1/episodes/\(episode)/vitals", "/v1/episodes/\(episode)/monitorings")
      let before = try await clinicDigest(client.database.owner)
      let cases: [(path: String, body: String, status: Int, problem: String, field: String?)] = [
        (vitals, #"{"readings": {"systolic": 1200}}"#, 422, "impossible-value", "systolic"),
        (vitals, #"{"readings": {"temperature": 98.6}}"#, 422, "fahrenheit", "temperature"),
        (vitals, #"{"readings": {"pulse": 188}}"#, 422, "unlikely-value", "pulse"),
        (vitals, #"{"readings": {"temperature": 36.85}}"#, 422, "invalid-number", "readings.temperature"),
        (vitals, #"{"readings": {"pulse": null}}"#, 422, "missing-without-reason", "readings.pulse"),
        (
          vitals, #"{"readings": {"pulse": {"missing": "unknown"}}}"#, 422, "unknown-code",
          "readings.pulse.missing"
        ),
        (vitals, #"{"readings": {"breathing": "water"}}"#, 422, "unknown-code", "readings.breathing"),
        (vitals, #"{"readings": {"height": 180}}"#, 422, "unknown-field", "readings.height"),
        (vitals, #"{"readings": {}}"#, 422, "nothing-measured", nil),
        (vitals, #"{"readings": {"pulse": 80}, "scale": 3}"#, 422, "unknown-code", "scale"),
        (vitals, #"{"readings": {"pulse": 80}, "at": "2026-06-16T12:00:00Z"}"#, 422, "date-in-future", "at"),
        (vitals, #"{"readings": {"pulse": 80}, "at": "2026-01-16T12:00:00Z"}"#, 422, "outside-episode", "at"),
        (runs, #"{"protocol": "cold_turkey"}"#, 422, "unknown-protocol", "protocol"),
        (
          runs, #"{"protocol": "ketamine", "starts_at": "2026-01-01T00:00:00Z"}"#, 422, "outside-episode",
          "starts_at"
        ),
        ("/v1/protocols", #"{"yaml": "protocol: [ours"}"#, 422, "invalid-file", nil),
      ]
      for (path, body, status, problem, field) in cases {
        let answer = try await client.post(path, body)
        #expect(answer.status == status && answer.problem == problem, "\(body): \(answer)")
        if let field { #expect(answer["field"] == field, "\(body): \(answer)") }
      }
      #expect(try await clinicDigest(client.database.owner) == before)
      let confirmed = try await client.post(vitals, #"{"readings": {"pulse": 188}, "confirmed": ["pulse"]}"#)
      #expect(confirmed.status == 201 && confirmed["confirmed.0"] == "pulse", "\(confirmed)")
    }
  }
}
