import HTTPTypes
import TestSupport
import Testing

/// The ledger over HTTP: its rules, and an episode that is taken out and put back.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct LedgerRouteTests {
  @Test func `the rules in force are told as data and drawn as a picture`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let rules = try await client.get("/v1/stage-rules")
      #expect(rules.status == 200 && check.faults(of: rules, "get", "/v1/stage-rules") == [], "\(rules)")
      #expect(rules.text.contains(#"{"from":"none","event":"admit","to":"detox""#))

      let picture = try await client.get("/v1/stage-rules/picture")

      #expect(picture.status == 200 && picture.headers[.contentType] == "image/svg+xml")
      #expect(picture.text.contains("<title id=\"title\">Stage rules") && picture.text.hasSuffix("</svg>\n"))
    }
  }

  @Test func `an episode entered in error is taken out, and put back when that was the error`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let patient = try await client.patient()
      let bed = client.database.north.detoxBeds[0]
      let admitted = try await client.post("/v1/episodes", client.admission(patient, bed: bed))
      let (episode, move) = (try #require(admitted["episode_id"]), try #require(admitted["move_id"]))
      let path = "/v1/episodes/\(episode)"
      let early = try await client.post("\(path)/restorations", #"{"reason": "to see"}"#)
      #expect(early.status == 409 && early.problem == "nothing-taken-out", "\(early)")
      _ = try await client.post(
        "\(path)/corrections", #"{"move_id": "\#(move)", "entered_in_error": true, "reason": "other person"}"#
      )
      #expect(try await client.get(path).status == 404)
      let unsaid = try await client.post("\(path)/restorations", "{}")
      #expect(unsaid.status == 422 && unsaid["field"] == "reason", "\(unsaid)")

      let restored = try await client.post(
        "\(path)/restorations", #"{"reason": "the right person after all"}"#)

      #expect(restored.status == 201 && restored["state"] == "detox", "\(restored)")
      #expect(check.faults(of: restored, "post", "/v1/episodes/{id}/restorations") == [])
      let again = try await client.get(path)
      #expect(
        again.status == 200 && again["patient_id"] == patient && again["version"] == restored["version"])
    }
  }
}
