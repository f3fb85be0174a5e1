import Clinic
import Foundation
import HTTPTypes
import Records
import TestSupport
import Testing

/// Signing in over HTTP.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct SessionTests {
  private let own = "velvet otter canal nine"

  /// Adds somebody and returns the password for the first sign-in.
  private func grace(_ client: ServiceClient) async throws -> String {
    try await SignInDesk(client.database.records).add(
      handle: "grace", name: Line("Zz Grace"), roles: [.nurse], in: nil, as: client.database.caller
    ).password.text
  }

  private func body(_ handle: String, _ password: String) -> String {
    #"{"handle": "\#(handle)", "password": "\#(password)"}"#
  }

  @Test func `somebody signs in, changes the password, works and leaves`() async throws {
    try await ServiceClient.use { client in
      let given = try await grace(client)
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let first = try await client.post("/v1/sessions", body("grace", given))
      #expect(first.status == 201 && first["must_change_password"] == "1", "\(first)")
      #expect(check.faults(of: first, "post", "/v1/sessions") == [])
      let grace = client.signedIn(with: Token(try #require(first["token"])))
      let early = try await grace.get("/v1/beds")
      #expect(early.status == 403 && early.problem == "not-permitted")

      let changed = try await grace.post(
        "/v1/me/password", #"{"password": "\#(given)", "new_password": "\#(own)"}"#)
      #expect(changed.status == 204, "\(changed)")
      #expect(try await grace.get("/v1/beds").status == 200)
      let second = try await client.post("/v1/sessions", body("grace", own))
      let mine = try await grace.get("/v1/sessions")
      #expect(check.faults(of: mine, "get", "/v1/sessions") == [] && (mine.json as? [Any])?.count == 2)
      let other = try #require(second["id"])
      #expect(try await grace.send(.delete, "/v1/sessions/\(other)", nil).status == 204)
      #expect(try await grace.send(.delete, "/v1/sessions/\(other)", nil).status == 404)
      #expect(try await client.send(.delete, "/v1/sessions/\(try #require(first["id"]))", nil).status == 404)

      let token = try await grace.post(
        "/v1/tokens",
        #"{"label": "beds", "permissions": ["bed.read"], "expires_at": "2026-06-20T12:00:00Z"}"#)
      #expect(token.status == 201 && check.faults(of: token, "post", "/v1/tokens") == [], "\(token)")
      let program = client.signedIn(with: Token(try #require(token["token"])))
      #expect(try await program.get("/v1/beds").status == 200)
      #expect(try await program.get("/v1/board").status == 403)
    }
  }

  @Test func `known and unknown short names are answered alike`() async throws {
    try await ServiceClient.use { client in
      _ = try await grace(client)
      let known = try await client.post("/v1/sessions", body("grace", "wrong"))
      let unknown = try await client.post("/v1/sessions", body("nobody", "wrong"))

      #expect(known.status == 401 && known.text == unknown.text && known.problem == "sign-in-failed")
      #expect(known.headers.map(\.name) == unknown.headers.map(\.name))
    }
  }

  @Test func `who fails often has to wait, and is told how long`() async throws {
    try await ServiceClient.use { client in
      for _ in 0..<6 { _ = try await client.post("/v1/sessions", body("grace", "wrong")) }

      let answer = try await client.post("/v1/sessions", body("grace", "wrong"))

      #expect(answer.status == 429 && answer.headers[.retryAfter] == "1", "\(answer)")
    }
  }

  @Test func `a thousand who sign in at once take little, and others are answered meanwhile`() async throws {
    try await ServiceClient.use { client in
      let before = try Self.residentMegabytes()
      let (statuses, slowest) = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<1_000 {
          group.addTask { try await client.post("/v1/sessions", body("zz\(number)", "wrong")).status }
        }
        var slowest = Duration.zero
        for _ in 0..<20 {
          let start = ContinuousClock.now
          #expect(try await client.get("/v1/facilities").status == 200)
          slowest = max(slowest, ContinuousClock.now - start)
        }
        return (try await group.reduce(into: [Int]()) { $0.append($1) }, slowest)
      }
      let grown = try Self.residentMegabytes() - before

      #expect(
        Set(statuses).isSubset(of: [401, 429, 503]) && statuses.contains(401) && statuses.contains(503))
      // Unbounded, a thousand hashes would take half a minute of both cores and 19 GB; other tests run beside this one.
      #expect(slowest < .seconds(15) && grown < 1_000)
      let counts = Dictionary(grouping: statuses, by: \.self).mapValues(\.count).sorted { $0.key < $1.key }
      print("sign-in storm: \(counts), slowest other \(slowest), grown by \(grown) MB")
    }
  }

  private static func residentMegabytes() throws -> Int {
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return (Int(pages[1]) ?? 0) * 4_096 / 1_000_000
  }
}
