import Foundation
import HTTPTypes
import Records
import TestSupport
import Testing

@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct MainJobTests {
  @Test func `the main job works from the first call to the report, as it is described`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      func expect(_ status: Int, _ answer: Answer, _ method: String, _ template: String) {
        #expect(answer.status == status, "\(method) \(template): \(answer)")
        #expect(check.faults(of: answer, method, template) == [], "\(method) \(template): \(answer)")
      }

      let call = try await client.post(
        "/v1/enquiries",
        #"{"caller_name": "Zz Sister", "caller_relation": "family", "next_action": "call back"}"#)
      expect(201, call, "post", "/v1/enquiries")
      let enquiry = try #require(call["id"])
      let attempt = try await client.post(
        "/v1/enquiries/\(enquiry)/attempts", #"{"outcome": "answered", "note": "comes tomorrow"}"#)
      expect(201, attempt, "post", "/v1/enquiries/{id}/attempts")
      expect(200, try await client.get("/v1/enquiries"), "get", "/v1/enquiries")
      let shown = try await client.get("/v1/enquiries/\(enquiry)")
      expect(200, shown, "get", "/v1/enquiries/{id}")
      #expect(shown["calls.0.outcome"] == "answered")

      let intake = try await client.post(
        "/v1/intakes",
        client.intake().replacing("\"patient\":", with: "\"enquiry_id\": \"\(enquiry)\", \"patient\":"))
      expect(201, intake, "post", "/v1/intakes")
      let patient = try #require(intake["patient_id"])
      #expect(try await client.get("/v1/enquiries/\(enquiry)")["state"] == "converted")
      expect(200, try await client.get("/v1/patients/\(patient)/summary"), "get", "/v1/patients/{id}/summary")
      let found = try await client.get("/v1/patients?q=Zzyxperson")
      expect(200, found, "get", "/v1/patients")
      #expect(found["0.id"] == patient)
      let searched = try await client.post("/v1/patients/search", #"{"q": "zzyxpersen 1990-05-17"}"#)
      expect(200, searched, "post", "/v1/patients/search")
      #expect(searched["0.id"] == patient)

      expect(200, try await client.get("/v1/instruments"), "get", "/v1/instruments")
      let screening = try await client.post(
        "/v1/screenings",
        """
        {"patient_id": "\(patient)", "instrument": "phq_9",
         "answers": {"1": 2, "2": 1, "3": 1, "4": 1, "5": 1, "6": 1, "7": 1, "8": 1, "9": {"missing": "refused"}}}
        """)
      expect(201, screening, "post", "/v1/screenings")
      #expect(screening["at_least"] == "9")
      let location = try #require(screening.headers[.location])
      expect(200, try await client.get(location), "get", "/v1/screenings/{id}")
      expect(200, try await client.get("/v1/screenings?patient=\(patient)"), "get", "/v1/screenings")

      let staff = try await client.get("/v1/staff")
      expect(200, staff, "get", "/v1/staff")
      #expect(staff["0.handle"] == "ada")
      expect(200, try await client.get("/v1/facilities"), "get", "/v1/facilities")
      expect(200, try await client.get("/v1/beds?facility=\(client.database.north.id)"), "get", "/v1/beds")
      let hold = try await client.post(
        "/v1/beds/\(client.database.north.detoxBeds[3])/holds",
        #"{"until": "2026-06-16T12:00:00Z", "reason": "for Monday"}"#)
      expect(201, hold, "post", "/v1/beds/{id}/holds")
      let release = try await client.post(
        "/v1/beds/\(client.database.north.detoxBeds[3])/release", #"{"at": "2026-06-15T18:00:00Z"}"#)
      expect(200, release, "post", "/v1/beds/{id}/release")
      #expect(release["occupation_id"] == hold["id"] && release["kind"] == "hold")

      let admitted = try await client.post(
        "/v1/episodes", client.admission(patient, bed: client.database.north.detoxBeds[0]))
      expect(201, admitted, "post", "/v1/episodes")
      let episode = try #require(admitted["episode_id"])
      let moved = try await client.post(
        "/v1/episodes/\(episode)/moves", client.transfer(bed: client.database.north.residentialBeds[0]))
      expect(201, moved, "post", "/v1/episodes/{id}/moves")
      let move = try #require(moved["move_id"])
      let preview = try await client.post(
        "/v1/episodes/\(episode)/corrections",
        #"{"move_id": "\#(move)", "effective_at": "2026-06-13T08:00:00Z", "reason": "wrong day", "preview": true}"#
      )
      expect(200, preview, "post", "/v1/episodes/{id}/corrections")
      let corrected = try await client.post(
        "/v1/episodes/\(episode)/corrections",
        #"{"move_id": "\#(move)", "effective_at": "2026-06-13T08:00:00Z", "reason": "wrong day"}"#)
      expect(201, corrected, "post", "/v1/episodes/{id}/corrections")
      let ledger = try await client.get("/v1/episodes/\(episode)")
      expect(200, ledger, "get", "/v1/episodes/{id}")
      #expect(ledger["stays.1.start"] == "2026-06-13T08:00:00Z")

      let chart = try await client.get("/v1/patients/\(patient)")
      expect(200, chart, "get", "/v1/patients/{id}")
      #expect(chart["substances.0.detailed_drug"] == "2004")
      #expect(chart["intake.circumstances.insurance.missing"] == "refused")
      let board = try await client.get(
        "/v1/board?at=2026-06-12T08:00:00Z&facility=\(client.database.north.id)")
      expect(200, board, "get", "/v1/board")
      #expect(board["census.stay"] == "1" && board["census.free"] == "7")
      #expect(board["places.0.patient_id"] == patient)

      for type in ["application/json", "text/csv", "image/svg+xml", "text/html"] {
        let report = try await client.get(
          "/v1/cohorts/report?definition=retention_by_stage&as_of=2026-06-15T00:00:00Z", [.accept: type])
        expect(200, report, "get", "/v1/cohorts/report")
        #expect(report.headers[.contentType]?.hasPrefix(type) == true)
      }
      let own = try await client.post(
        "/v1/cohorts/report",
        #"{"yaml": "name: mine\ntitle: Mine\npopulation: stays\nmeasures: [counts]\n"}"#)
      expect(200, own, "post", "/v1/cohorts/report")
      for path in ["/healthz", "/readyz"] { expect(200, try await client.get(path), "get", path) }
    }
  }
}
