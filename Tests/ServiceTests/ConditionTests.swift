import Clinic
import Foundation
import HTTPTypes
import Postgres
import Records
import TestSupport
import Testing

@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct ConditionTests {
  @Test func `what the caller has already is not sent again`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      for path in [
        "/v1/patients/\(patient)", "/v1/patients/\(patient)/summary", "/v1/board?at=2026-06-12T08:00:00Z",
      ] {
        let tag = try #require(try await client.get(path).headers[.eTag])
        let again = try await client.get(path, [.ifNoneMatch: tag])

        #expect(again.status == 304 && again.text.isEmpty, "\(path): \(again)")
        #expect(try await client.get(path, [.ifNoneMatch: "\"other\""]).status == 200)
      }
    }
  }

  @Test func `a change of an old version is refused with the tag of the new one`() async throws {
    try await ServiceClient.use { client in
      let call = try await client.post("/v1/enquiries", "{}")
      let path = try #require(call.headers[.location])
      _ = try await client.post("\(path)/attempts", #"{"outcome": "no_answer"}"#)

      let stale = try await client.patch(
        path, #"{"state": "lost", "loss_reason": "cost"}"#, [.ifMatch: try #require(call.headers[.eTag])])
      #expect(stale.status == 412 && stale.problem == "stale", "\(stale)")
      #expect(stale.headers[.eTag] == "\"2\"")

      let lost = try await client.patch(
        path, #"{"state": "lost", "loss_reason": "cost"}"#, [.ifMatch: "\"2\""])
      #expect(lost.status == 200 && lost["loss_reason"] == "cost", "\(lost)")
      let twice = try await client.patch(path, #"{"state": "lost", "loss_reason": "cost"}"#, [.ifMatch: "*"])
      #expect(twice.status == 409 && twice.problem == "already-dealt-with", "\(twice)")
    }
  }

  @Test func `the queue is walked page by page, each call once`() async throws {
    try await ServiceClient.use { client in
      for hour in 10..<17 {
        _ = try await client.post(
          "/v1/enquiries", #"{"next_action": "x", "next_action_due": "2026-06-16T\#(hour):30:00.123456Z"}"#)
      }
      _ = try await client.post("/v1/enquiries", "{}")
      var seen: [String] = []
      var path: String? = "/v1/enquiries?limit=3"
      while let next = path {
        let page = try await client.get(next)
        #expect(page.status == 200, "\(page)")
        seen += (page.json as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
        let link = HTTPField.Name("Link").flatMap { page.headers[$0] }
        path = link.map { String($0.dropFirst().prefix { $0 != ">" }) }
      }

      #expect(seen.count == 8 && Set(seen).count == 8)
    }
  }

  @Test func `of two who want one bed one gets it and the other learns why not`() async throws {
    try await ServiceClient.use { client in
      let bed = client.database.north.detoxBeds[0]
      let people = [try await client.patient("Firstperson"), try await client.patient("Secondperson")]
      let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
        for person in people {
          group.addTask { try await client.post("/v1/episodes", client.admission(person, bed: bed)) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }

      #expect(answers.map(\.status).sorted() == [201, 409], "\(answers)")
      let loser = try #require(answers.first { $0.status == 409 })
      #expect(loser.problem == "bed-taken" && loser["value"] == "D-01", "\(loser)")
      #expect(loser["detail"] == "The bed D-01 is taken with no end set.")
      #expect(loser["remedy"]?.isEmpty == false)
    }
  }

  @Test func `what belongs to another organization is not there`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let episode = try await client.episode(patient, bed: client.database.north.detoxBeds[0])
      let call = try await client.post("/v1/enquiries", "{}")
      let enquiry = try #require(call.headers[.location])
      var random = SystemRandomNumberGenerator()
      let other = try await Founding.found(
        client.database.owner, organization: Line("Other Clinics"), handle: "eve",
        staffName: Line("Eve Elsewhere"),
        roles: [.administrator, .director, .intake, .nurse], sessionDays: 3_650,
        at: TestDatabase.now.addingTimeInterval(-86_400), random: &random)
      let stranger = client.signedIn(with: other.token)
      let before = try await clinicDigest(client.database.owner)

      let paths = [
        "/v1/patients/\(patient)", "/v1/patients/\(patient)/summary", "/v1/episodes/\(episode)", enquiry,
        "/v1/screenings?patient=\(patient)",
      ]
      for path in paths { #expect(try await stranger.get(path).status == 404, "\(path)") }
      let bed = client.database.north.detoxBeds[1]
      let writes = [
        ("/v1/episodes", client.admission(patient, bed: bed)),
        ("/v1/episodes/\(episode)/moves", client.transfer(bed: client.database.north.residentialBeds[0])),
        ("/v1/beds/\(bed)/holds", #"{"until": "2026-06-20T12:00:00Z"}"#),
        ("\(enquiry)/attempts", #"{"outcome": "answered"}"#),
        ("/v1/screenings", #"{"patient_id": "\#(patient)", "instrument": "phq_9", "answers": {}}"#),
        ("/v1/intakes", client.intake("Otherperson")),
      ]
      for (path, body) in writes {
        let answer = try await stranger.post(path, body)
        #expect(answer.status == 404, "\(path): \(answer)")
      }
      #expect(try await stranger.get("/v1/patients?q=Zzyxperson").text == "[]")
      #expect(try await clinicDigest(client.database.owner) == before)
    }
  }
}
