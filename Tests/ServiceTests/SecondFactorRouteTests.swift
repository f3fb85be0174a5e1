import Clinic
import Foundation
import HTTPTypes
import Records
import Service
import TestSupport
import Testing

/// The second factor over HTTP.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct SecondFactorRouteTests {
  private let own = "velvet otter canal nine"

  @Test func `somebody adds a second factor, signs in with it, and removes it`() async throws {
    var random = SystemRandomNumberGenerator()
    let keys = try #require(SecretFile(text: SecretFile.newText(random: &random)).flatMap(FactorKeys.init))
    try await ServiceClient.use(factorKeys: keys) { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let given = try await SignInDesk(client.database.records).add(
        handle: "grace", name: Line("Zz Grace"), roles: [.nurse], in: nil, as: client.database.caller)
      let first = try await client.post(
        "/v1/sessions", #"{"handle": "grace", "password": "\#(given.password.text)"}"#)
      let grace = client.signedIn(with: Token(try #require(first["token"])))
      _ = try await grace.post(
        "/v1/me/password", #"{"password": "\#(given.password.text)", "new_password": "\#(own)"}"#)
      let none = try await grace.get("/v1/me/factor")
      #expect(none["state"] == "none" && check.faults(of: none, "get", "/v1/me/factor") == [])
      let early = try await grace.post("/v1/me/factor/confirmation", #"{"code": "123456"}"#)
      #expect(early.status == 422 && early.problem == "factor-absent")

      let wrong = try await grace.post("/v1/me/factor", #"{"password": "not mine"}"#)
      #expect(wrong.status == 422 && wrong.problem == "wrong-password")
      let begun = try await grace.post("/v1/me/factor", #"{"password": "\#(own)"}"#)
      #expect(begun.status == 201 && check.faults(of: begun, "post", "/v1/me/factor") == [], "\(begun)")
      #expect(begun.headers[.cacheControl]?.contains("no-store") == true)
      let phone = Authenticator(try #require(begun["secret"]))
      let confirmed = try await grace.post(
        "/v1/me/factor/confirmation", #"{"code": "\#(phone.shows(at: TestDatabase.now))"}"#)
      #expect(confirmed.status == 200, "\(confirmed)")
      #expect(check.faults(of: confirmed, "post", "/v1/me/factor/confirmation") == [])
      let codes = try #require((confirmed.json as? [String: [String]])?["recovery_codes"])
      let shown = try await grace.get("/v1/me/factor")
      #expect(shown["recovery_codes_left"] == "10" && check.faults(of: shown, "get", "/v1/me/factor") == [])
      #expect(!shown.text.contains(begun["secret"] ?? "?"))

      let signIn = { (code: String) in
        try await client.post(
          "/v1/sessions", #"{"handle": "grace", "password": "\#(own)"\#(code)}"#)
      }
      let needed = try await signIn("")
      #expect(needed.status == 401 && needed.problem == "code-needed", "\(needed)")
      let used = try await signIn(#", "code": "\#(phone.shows(at: TestDatabase.now))""#)
      #expect(used.status == 401 && used.problem == "code-used")
      #expect(try await signIn(#", "code": "\#(codes[0])""#).status == 201)
      #expect(try await signIn(#", "code": "\#(codes[0])""#).problem == "code-wrong")

      let removed = try await grace.post(
        "/v1/me/factor/removal", #"{"password": "\#(own)", "code": "\#(codes[1])"}"#)
      #expect(removed.status == 204, "\(removed)")
      #expect(try await signIn("").status == 201)
    }
  }

  @Test func `without its key nothing is begun, and it is said`() async throws {
    try await ServiceClient.use { client in
      let given = try await SignInDesk(client.database.records).add(
        handle: "grace", name: Line("Zz Grace"), roles: [.nurse], in: nil, as: client.database.caller)
      let first = try await client.post(
        "/v1/sessions", #"{"handle": "grace", "password": "\#(given.password.text)"}"#)
      let grace = client.signedIn(with: Token(try #require(first["token"])))

      let answer = try await grace.post("/v1/me/factor", #"{"password": "\#(given.password.text)"}"#)

      #expect(answer.status == 409 && answer.problem == "no-factor-key", "\(answer)")
    }
  }
}
