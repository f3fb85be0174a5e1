import Clinic
import Foundation
import HTTPTypes
import Logging
import Postgres
import Records
import TestSupport
import Testing

/// The staff over HTTP: the same that the command does, refused for the same reasons.
@Suite(.database, .timeLimit(.minutes(10)))
struct StaffRouteTests {
  private func newStaff(_ handle: String, _ roles: String = #"["nurse"]"#) -> String {
    #"{"handle": "\#(handle)", "name": "Zz Grace", "roles": \#(roles)}"#
  }

  private func signIn(_ client: ServiceClient, _ handle: String, _ password: String) async throws -> Answer {
    try await client.post("/v1/sessions", #"{"handle": "\#(handle)", "password": "\#(password)"}"#)
  }

  @Test func `whoever is added comes in with the password, and is shut out, let in and given another`()
    async throws
  {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let added = try await client.post("/v1/staff", newStaff("grace"))
      #expect(added.status == 201 && check.faults(of: added, "post", "/v1/staff") == [], "\(added)")
      let id = try #require(added["id"])
      let first = try #require(added["one_time_password"])
      let session = try await signIn(client, "grace", first)
      #expect(session.status == 201 && session["must_change_password"] == "1", "\(session)")
      let grace = client.signedIn(with: Token(try #require(session["token"])))
      #expect(try await grace.get("/v1/beds").status == 403, "nothing before the password is changed")

      #expect(try await client.post("/v1/staff/\(id)/disabling", "").status == 204)
      #expect(try await grace.get("/v1/beds").status == 401)
      #expect(try await signIn(client, "grace", first).status == 401)
      #expect(try await client.delete("/v1/staff/\(id)/disabling").status == 204)
      #expect(try await signIn(client, "grace", first).status == 201)

      let reset = try await client.post("/v1/staff/\(id)/password", "")
      #expect(reset.status == 201 && check.faults(of: reset, "post", "/v1/staff/{id}/password") == [])
      #expect(try await signIn(client, "grace", first).status == 401)
      #expect(try await signIn(client, "grace", try #require(reset["one_time_password"])).status == 201)
      #expect(
        try await actions(client, on: id) == [
          "staff.add", "staff.disable", "staff.enable", "staff.find", "staff.reset",
        ])
    }
  }

  @Test func `a role is granted and withdrawn, and the next request knows`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let (id, token) = try await client.database.staff(of: [.nurse])
      let nurse = client.signedIn(with: token)
      let key = try #require(HTTPField.Name("Idempotency-Key"))
      let grant =
        #"{"role": "privacy_officer", "facility_id": "\#(client.database.north.id)", "until": "2026-06-20T00:00:00Z"}"#
      #expect(try await nurse.get("/v1/staff").status == 403)

      let granted = try await client.post("/v1/staff/\(id)/roles", grant, [key: "grant"])
      let again = try await client.post("/v1/staff/\(id)/roles", grant, [key: "grant"])

      #expect(granted.status == 201 && again.text == granted.text, "\(granted)")
      #expect(check.faults(of: granted, "post", "/v1/staff/{id}/roles") == [])
      let held: Int64 = try await client.database.owner.run(
        .one("SELECT count(*) AS n FROM access.staff_role WHERE staff_id = \(id)") { try $0["n"] })
      #expect(held == 2)
      #expect(try await nurse.get("/v1/staff").status == 200)
      #expect(try await client.delete("/v1/staff/\(id)/roles/privacy_officer").status == 204)
      #expect(try await nurse.get("/v1/staff").status == 403)
      let twice = try await client.delete("/v1/staff/\(id)/roles/privacy_officer")
      #expect(twice.status == 404, "\(twice)")
    }
  }

  @Test func `what the command refuses is refused here, with the same words`() async throws {
    try await ServiceClient.use { client in
      let ada = try await client.database.records.run(
        as: client.database.caller, Action("me", needs: nil), StaffMembers.me
      ).id
      let nobody: Staff.ID = TestDatabase.new()
      let past = #"{"role": "nurse", "until": "2020-01-01T00:00:00Z"}"#
      let refusals: [(String, Answer, Int, String)] = [
        ("disable", try await client.post("/v1/staff/\(ada)/disabling", ""), 409, "last-administrator"),
        (
          "withdraw", try await client.delete("/v1/staff/\(ada)/roles/administrator"), 409,
          "last-administrator"
        ),
        (
          "own", try await client.post("/v1/staff/\(ada)/roles", #"{"role": "nurse"}"#), 403,
          "not-permitted"
        ),
        ("taken", try await client.post("/v1/staff", newStaff("ada")), 409, "handle-taken"),
        ("handle", try await client.post("/v1/staff", newStaff("Ada Z")), 422, "invalid-handle"),
        ("no role", try await client.post("/v1/staff", newStaff("zz.a", "[]")), 422, "missing-required"),
        ("role", try await client.post("/v1/staff", newStaff("zz.a", #"["wizard"]"#)), 404, "not-found"),
        ("past", try await client.post("/v1/staff/\(nobody)/roles", past), 422, "out-of-range"),
        ("nobody", try await client.post("/v1/staff/\(nobody)/disabling", ""), 404, "not-found"),
        ("no id", try await client.post("/v1/staff/7/password", ""), 404, "not-found"),
        ("reset", try await client.post("/v1/staff/\(nobody)/password", ""), 404, "not-found"),
      ]
      for (what, answer, status, problem) in refusals {
        #expect(answer.status == status && answer.problem == problem, "\(what): \(answer)")
      }
    }
  }

  @Test func `a password is told once, and is in no log, no row and no repeated answer`() async throws {
    let book = LogBook()
    try await ServiceClient.use(logger: Logger(label: "test") { _ in book }) { client in
      let key = try #require(HTTPField.Name("Idempotency-Key"))
      let added = try await client.post("/v1/staff", newStaff("grace"), [key: "add"])
      let again = try await client.post("/v1/staff", newStaff("grace"), [key: "add"])
      let reset = try await client.post("/v1/staff/\(try #require(added["id"]))/password", "")
      let passwords = [added["one_time_password"], reset["one_time_password"]].compactMap(\.self)

      #expect(passwords.count == 2)
      #expect(again.status == 201 && again["id"] == added["id"], "\(again)")
      #expect(again["one_time_password"] == nil)
      for password in passwords {
        #expect(book.lines.filter { $0.contains(password) || $0.contains("Zz Grace") } == [])
        for table in ["access.idempotency", "access.credential", "access.staff", "audit.event"] {
          let found: Int64 = try await client.database.owner.run(
            .one(
              SQL(unsafe: "SELECT count(*) AS n FROM \(table) AS t WHERE strpos(t::text, '\(password)') > 0")
            ) { try $0["n"] })
          #expect(found == 0, "\(table)")
        }
      }
    }
  }

  private func actions(_ client: ServiceClient, on id: String) async throws -> [String] {
    try await client.database.owner.run(
      .all(
        "SELECT DISTINCT action FROM audit.event WHERE subject = \(id)::text::uuid AND outcome = 'done' ORDER BY 1"
      ) { try $0["action"] })
  }
}
