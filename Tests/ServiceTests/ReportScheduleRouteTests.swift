import Clinic
import Foundation
import HTTPTypes
import Postgres
import Records
import TestSupport
import Testing

/// Scheduled reports over HTTP: what the commands can do, and no more.
@Suite(.database, .timeLimit(.minutes(10)))
struct ReportScheduleRouteTests {
  private static let path = "/v1/report-schedules"

  private func body(_ client: ServiceClient, folder: String = "weekly") -> String {
    """
    {"definition": "ketamine_admissions", "every": "week", "day": 1, "at": "06:30", "formats": ["csv", "html"],
     "facility_id": "\(client.database.south.id)", "folder": "\(folder)", "keep": 3}
    """
  }

  @Test func `a schedule is added once, listed, paused, resumed and removed`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let key: HTTPFields = [try #require(HTTPField.Name("Idempotency-Key")): "once"]
      let made = try await client.post(Self.path, body(client), key)
      let again = try await client.post(Self.path, body(client), key)
      let id = try #require(made["id"], "\(made)")
      #expect(made.status == 201 && made.headers[.location] == "\(Self.path)/\(id)", "\(made)")
      #expect(again.status == 201 && again.text == made.text, "\(again)")
      #expect(check.faults(of: made, "post", Self.path) == [])
      // The next Monday after a Monday at noon.
      #expect(made["next_at"] == "2026-06-22T06:30:00Z" && made["at"] == "06:30" && made["day"] == "1")

      let listed = try await client.get(Self.path)
      #expect(listed["0.id"] == id && listed["1.id"] == nil, "\(listed)")
      #expect(check.faults(of: listed, "get", Self.path) == [])
      #expect(try await client.post("\(Self.path)/\(id)/pause", "").status == 204)
      #expect(try await client.get(Self.path)["0.state"] == "paused")
      let shown = try await client.get(try #require(made.headers[.location]))
      let all = try await client.get(Self.path)
      #expect(shown.status == 200 && shown["state"] == "paused" && "[\(shown.text)]" == all.text, "\(shown)")
      #expect(check.faults(of: shown, "get", "\(Self.path)/{id}") == [])
      #expect(try await client.delete("\(Self.path)/\(id)/pause").status == 204)
      #expect(try await client.get(Self.path)["0.state"] == "active")
      #expect(try await client.delete("\(Self.path)/\(id)").status == 204)
      #expect(try await client.get(Self.path).text == "[]")
      #expect(try await client.delete("\(Self.path)/\(id)").status == 404)
      let gone = try await client.get("\(Self.path)/\(id)")
      #expect(gone.status == 404 && gone.problem == "not-found", "\(gone)")
      #expect(check.faults(of: gone, "get", "\(Self.path)/{id}") == [])
    }
  }

  @Test func `a schedule is shown to whoever may run reports where it belongs, and to nobody else`()
    async throws
  {
    try await ServiceClient.use { client in
      let made = try await client.post(Self.path, body(client))
      let path = "\(Self.path)/\(try #require(made["id"]))"
      let (north, south) = (client.database.north.id, client.database.south.id)
      let expected: [(Role, Facility.ID, Int)] = [
        (.director, south, 200), (.director, north, 404), (.nurse, south, 403),
      ]
      for (role, facility, status) in expected {
        let token = try await client.database.staff(of: [role], in: facility).token
        let answer = try await client.signedIn(with: token).get(path)
        #expect(answer.status == status, "\(role.rawValue): \(answer)")
      }
    }
  }

  @Test func `a folder belongs to one schedule`() async throws {
    try await ServiceClient.use { client in
      #expect(try await client.post(Self.path, body(client)).status == 201)
      let second = try await client.post(Self.path, body(client))
      #expect(second.status == 409 && second.problem == "folder-taken" && second["field"] == "folder")
    }
  }

  @Test(arguments: [
    "..", ".", "/tmp/x", "a/b", "a\\\\b", "-x", "_x", "x.y", "Üx", "%2e%2e", "x\\u0000", "x\\n",
  ])
  func `no folder leads out of the root`(folder: String) async throws {
    try await ServiceClient.use { client in
      let answer = try await client.post(Self.path, body(client, folder: folder))
      #expect(answer.status == 422 && answer["field"] == "folder", "\(answer)")
      #expect(try await client.get(Self.path).text == "[]")
    }
  }
}
