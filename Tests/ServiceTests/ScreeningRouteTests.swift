import Clinic
import Foundation
import HTTPTypes
import Records
import TestSupport
import Testing

/// Questionnaires over HTTP: words, forms, scores, corrections, trends; each answer as it is described.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct ScreeningRouteTests {
  /// The item of the NEWS2 that is the temperature.
  private static let temperature = 8

  private func answers(_ value: Int) -> String {
    (1...9).map { "\"\($0)\": \(value)" }.joined(separator: ", ")
  }

  @Test func `what is no language is refused, and one without words has ours`() async throws {
    try await ServiceClient.use { client in
      for wrong in ["0.5", "EN", "en_GB", "e", "en-x"] {
        let answer = try await client.get("/v1/instruments/phq_9?language=\(wrong)")
        #expect(answer.status == 422 && answer["field"] == "language", "\(wrong): \(answer)")
      }
      #expect(try await client.get("/v1/instruments/phq_9?language=pt-BR").status == 200)
    }
  }

  @Test func `a screening is recorded, corrected, and marked as entered in error`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      func expect(_ status: Int, _ answer: Answer, _ method: String, _ template: String) {
        #expect(answer.status == status, "\(method) \(template): \(answer)")
        #expect(check.faults(of: answer, method, template) == [], "\(method) \(template): \(answer)")
      }
      let patient = try await client.patient()
      let me = try await client.database.staff(of: [.nurse]).id
      let recorded = try await client.post(
        "/v1/screenings",
        """
        {"patient_id": "\(patient)", "instrument": "phq_9", "manner": "interview", "administered_by": "\(me)",
         "at": "2026-06-10T08:00:00Z", "answers": {\(answers(2))}}
        """)
      expect(201, recorded, "post", "/v1/screenings")
      #expect(recorded["total"] == "18" && recorded["manner"] == "interview")
      let id = try #require(recorded["id"])

      let corrected = try await client.post(
        "/v1/screenings/\(id)/corrections",
        #"{"answers": {"9": {"missing": "refused"}}, "reason": "was refused"}"#)
      expect(201, corrected, "post", "/v1/screenings/{id}/corrections")
      #expect(corrected["at_least"] == "16" && corrected["id"] == id)
      let known = try await client.get("/v1/screenings/\(id)/history")
      expect(200, known, "get", "/v1/screenings/{id}/history")
      let rows = (known.json as? [[String: Any]]) ?? []
      #expect(rows.map { $0["total"] as? Int } == [nil, 18])
      #expect(rows.first?["reason"] as? String == "was refused" && rows.last?["known_to"] != nil)

      expect(
        200, try await client.get("/v1/screenings?patient=\(patient)&instrument=gad_7"), "get",
        "/v1/screenings")
      let marked = try await client.post(
        "/v1/screenings/\(id)/entered-in-error", #"{"reason": "of somebody else"}"#)
      expect(200, marked, "post", "/v1/screenings/{id}/entered-in-error")
      #expect(marked["state"] == "entered_in_error")
      #expect(try await client.get("/v1/screenings?patient=\(patient)").text == "[]")
      expect(
        409,
        try await client.post("/v1/screenings/\(id)/corrections", #"{"answers": {"9": 1}, "reason": "x"}"#),
        "post", "/v1/screenings/{id}/corrections")
    }
  }

  @Test func `official words are loaded, shown in forms, and what fits nothing is told`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      func expect(_ status: Int, _ answer: Answer, _ method: String, _ template: String) {
        #expect(answer.status == status, "\(method) \(template): \(answer)")
        #expect(check.faults(of: answer, method, template) == [], "\(method) \(template): \(answer)")
      }
      func body(preview: Bool) -> String {
        """
        {"licence": "free to use", "preview": \(preview), "questionnaire": {"resourceType": "Questionnaire",
          "url": "http://example.org/phq-2", "item": [
            {"linkId": "/44250-9", "type": "choice", "text": "How much interest?", "answerOption": [
              {"valueCoding": {"code": "LA6568-5", "display": "Lots"}}]},
            {"linkId": "zz", "type": "choice", "text": "Something else?"}]}}
        """
      }
      let preview = try await client.post("/v1/instruments/phq_2/wording", body(preview: true))
      expect(200, preview, "post", "/v1/instruments/{slug}/wording")
      #expect(preview.text.contains("unknown_question") && preview.text.contains("\"link_id\":\"zz\""))
      #expect(try await client.get("/v1/instruments/phq_2").text.contains("How much interest?") == false)
      let loaded = try await client.post("/v1/instruments/phq_2/wording", body(preview: false))
      expect(201, loaded, "post", "/v1/instruments/{slug}/wording")

      let shown = try await client.get(try #require(loaded.headers[.location]))
      expect(200, shown, "get", "/v1/instruments/{slug}")
      #expect(shown.text.contains("How much interest?") && shown.text.contains("\"text\":\"Lots\""))
      let form = try await client.post("/v1/instruments/phq_2/form", #"{"answers": {}}"#)
      expect(200, form, "post", "/v1/instruments/{slug}/form")
      #expect(form.text.contains("How much interest?") && form["of"] == "2")
      let next = try await client.post("/v1/instruments/audit/form", #"{"answers": {"1": 0}}"#)
      expect(200, next, "post", "/v1/instruments/{slug}/form")
      #expect(next["next.number"] == "9" && next["answered"] == "1" && next["of"] == "3")
      expect(200, try await client.get("/v1/instruments"), "get", "/v1/instruments")

      let retired = try await client.post(
        "/v1/instruments/phq_2/choices", #"{"retired": true, "reason": "PHQ-9 instead"}"#)
      expect(201, retired, "post", "/v1/instruments/{slug}/choices")
      let patient = try await client.patient()
      let refused = try await client.post(
        "/v1/screenings", #"{"patient_id": "\#(patient)", "instrument": "phq_2", "answers": {"1": 1}}"#)
      expect(409, refused, "post", "/v1/screenings")
      #expect(refused.text.contains("instrument-retired"))
      expect(
        422, try await client.post("/v1/instruments/phq_2/choices", #"{"band_set": "zz", "reason": "x"}"#),
        "post",
        "/v1/instruments/{slug}/choices")
      expect(404, try await client.get("/v1/instruments/zz"), "get", "/v1/instruments/{slug}")
    }
  }

  @Test func `a temperature has its decimal, and one in Fahrenheit is refused`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let patient = try await client.patient()
      func post(_ temperature: String) async throws -> Answer {
        try await client.post(
          "/v1/screenings",
          #"{"patient_id": "\#(patient)", "instrument": "news2", "answers": {"\#(Self.temperature)": \#(temperature)}}"#
        )
      }
      let kept = try await post("36.8")
      #expect(kept.status == 201 && kept["answers.\(Self.temperature)"] == "36.8", "\(kept)")
      #expect(check.faults(of: kept, "post", "/v1/screenings") == [])
      for wrong in ["98.6", "36.85", "\"36.8\""] {
        let refused = try await post(wrong)
        #expect(refused.status == 422, "\(wrong): \(refused)")
      }
      let shown = try await client.get("/v1/instruments/news2")
      #expect(
        check.faults(of: shown, "get", "/v1/instruments/{slug}") == []
          && shown.text.contains("\"decimals\":1"))
      let assist = try await client.post(
        "/v1/instruments/assist/form", #"{"substance": "ketamine", "answers": {}}"#)
      #expect(assist.status == 200 && check.faults(of: assist, "post", "/v1/instruments/{slug}/form") == [])
      #expect(try await client.post("/v1/instruments/assist/form", #"{"answers": {}}"#).status == 422)
    }
  }

  @Test func `a trend is told as JSON and as a picture, with the stages behind it`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let patient = try await client.patient()
      let admitted = try await client.post(
        "/v1/episodes", client.admission(patient, bed: client.database.north.detoxBeds[0]))
      #expect(admitted.status == 201, "\(admitted)")
      for (day, value) in [(10, 3), (12, 2), (14, 0)] {
        let recorded = try await client.post(
          "/v1/screenings",
          """
          {"patient_id": "\(patient)", "instrument": "phq_9", "at": "2026-06-\(day)T18:00:00Z",
           "answers": {\(answers(value))}}
          """)
        #expect(recorded.status == 201, "\(recorded)")
      }
      let path = "/v1/patients/\(patient)/trends/phq_9"

      let trend = try await client.get(path)
      #expect(trend.status == 200 && check.faults(of: trend, "get", "/v1/patients/{id}/trends/{slug}") == [])
      let points = ((trend.json as? [String: Any])?["points"] as? [[String: Any]]) ?? []
      #expect(points.map { $0["score"] as? Int } == [27, 18, 0])
      #expect(points.map { $0["stage"] as? String } == [nil, "detox", "detox"])
      #expect(points.map { ($0["change"] as? [String: Any])?["points"] as? Int } == [nil, -9, -27])

      let picture = try await client.get(path, [.accept: "image/svg+xml"])
      #expect(picture.headers[.contentType] == "image/svg+xml")
      #expect(picture.text.contains("<title") && picture.text.contains("detox from 2026-06-11"))
      #expect(try await client.get(path, [.accept: "text/html"]).status == 406)
      let since = try await client.get("\(path)?since=2026-06-11T00:00:00Z")
      #expect((since.json as? [String: Any])?["points"].map { ($0 as? [Any])?.count } == 2)
      #expect(try await client.get("\(path)?scale=zz").status == 422)
      #expect(try await client.get("/v1/patients/\(patient)/trends/zz").status == 404)
    }
  }
}
