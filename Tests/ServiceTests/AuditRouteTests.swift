import Clinic
import Foundation
import HTTPTypes
import Postgres
import Records
import Service
import TestSupport
import Testing

/// The audit trail over HTTP, for the privacy officer.
@Suite(.database, .timeLimit(.minutes(10)))
struct AuditRouteTests {
  @Test func `pages lead from one to the next by their links, to the end`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      for _ in 1...5 { _ = try await client.get("/v1/patients/\(patient)") }
      let officer = client.signedIn(with: try await client.database.token(of: .privacyOfficer))

      var path: String? = "/v1/audit/events?patient=\(patient)&action=patient.*&limit=2"
      var times: [String] = []
      while let next = path {
        let answer = try await officer.get(next)
        #expect(answer.status == 200, "\(answer)")
        let rows = try #require((answer.json as? [String: Any])?["events"] as? [[String: Any]])
        times += rows.compactMap { $0["request_id"] as? String }
        path = HTTPField.Name("Link").flatMap { answer.headers[$0] }.map {
          String($0.split(separator: ">")[0].dropFirst())
        }
      }

      #expect(times.count == 5)
      #expect(Set(times).count == 5)
    }
  }

  @Test func `who had to do with a patient, and that somebody asked`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let nurse = client.signedIn(with: try await client.database.token(of: .nurse))
      _ = try await nurse.get("/v1/patients/\(patient)")
      let officer = client.signedIn(with: try await client.database.token(of: .privacyOfficer))

      let first = try await officer.get("/v1/patients/\(patient)/accesses")
      let second = try await officer.get("/v1/patients/\(patient)/accesses")

      #expect(accesses(first)?.count == 2)
      #expect(accesses(second)?.count == 3)
      #expect(second.text.contains("audit.who_saw"))
      let stranger = try await client.signedIn(with: client.database.stranger()).get(
        "/v1/patients/\(patient)/accesses")
      #expect(stranger.text == #"{"accesses":[]}"#)
    }
  }

  @Test func `a question that reaches into the archive is answered with from when on it was looked for`()
    async throws
  {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let officer = client.signedIn(with: try await client.database.token(of: .privacyOfficer))
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let doors = [("/v1/audit/events", ""), ("/v1/patients/{id}/accesses", patient)]
      for (template, id) in doors {
        let answer = try await officer.get(template.replacing("{id}", with: id))
        #expect(answer.status == 200 && answer["archived_before"] == nil, "\(answer)")
      }
      _ = try await client.database.owner.run(
        .execute(
          """
          INSERT INTO audit.archived_month
          SELECT '2025-02-01', 0, NULL, NULL, '{}', d, d, now(), substr(d, 1, 8), d
          FROM (SELECT sha256('')) AS digest (d)
          """))
      for (template, id) in doors {
        let path = template.replacing("{id}", with: id)
        let all = try await officer.get(path)
        #expect(all["archived_before"] == "2025-03", "\(all)")
        #expect(check.faults(of: all, "get", template) == [])
        #expect(try await officer.get("\(path)?from=2025-02-28T23:59:59Z")["archived_before"] == "2025-03")
        #expect(try await officer.get("\(path)?from=2025-03-01T00:00:00Z")["archived_before"] == nil)
      }
    }
  }

  @Test func `what strangers were denied is shown where there is one organization, and else to nobody`()
    async throws
  {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      #expect(
        try await client.signedIn(with: Token("swt_stranger")).get("/v1/patients/\(patient)").status == 401)
      let officer = client.signedIn(with: try await client.database.token(of: .privacyOfficer))
      let (path, seen) = ("/v1/audit/events?strangers=true", "/v1/audit/events")

      let alone = try await officer.get(path)
      #expect(alone["events.0.action"] == "patient.read" && alone["events.0.outcome"] == "denied", "\(alone)")
      #expect(alone["events.0.handle"] == nil && alone["events.1.at"] == nil)
      #expect(try await officer.get("\(path)&patient=\(patient)").text == alone.text)
      #expect(try await !officer.get(seen).text.contains("denied"), "they are apart")
      let nurse = client.signedIn(with: try await client.database.token(of: .nurse))
      #expect(try await nurse.get(path).status == 403)
      #expect(try await officer.get("\(seen)?strangers=maybe").status == 422)

      let other = client.signedIn(with: try await client.database.stranger())
      for one in [officer, other] {
        let answer = try await one.get(path)
        #expect(answer.problem == "several-organizations" && !answer.text.contains(patient), "\(answer)")
        // Nor by another way: the second wall does not show the row.
        let rows = try await client.database.records.run(
          as: Caller(token: one.token, source: .cli, requestID: "x"), Action(.auditSearch),
          Query<Int64>.one("SELECT count(*) AS n FROM audit.event WHERE organization_id IS NULL") {
            try $0["n"]
          })
        #expect(rows == 0)
      }
    }
  }

  private func accesses(_ answer: Answer) -> [Any]? {
    (answer.json as? [String: Any])?["accesses"] as? [Any]
  }

  @Test func `a search and the board are among what somebody had to do with a patient`() async throws {
    try await ServiceClient.use { client in
      let (patient, other) = (try await client.patient("Qshownq"), try await client.patient("Qotherq"))
      let nurse = client.signedIn(with: try await client.database.token(of: .nurse))
      let bed = client.database.north.detoxBeds[0]
      let admitted = try await client.post("/v1/episodes", client.admission(patient, bed: bed))
      #expect(admitted.status == 201, "\(admitted)")
      #expect(try await nurse.get("/v1/patients?q=Qshownq").text.contains(patient))
      #expect(try await nurse.get("/v1/board?at=2026-06-15T12:00:00Z").text.contains(patient))
      let officer = client.signedIn(with: try await client.database.token(of: .privacyOfficer))

      let shown = try await officer.get("/v1/patients/\(patient)/accesses").text
      let unshown = try await officer.get("/v1/patients/\(other)/accesses").text

      #expect(shown.contains("board.read") && shown.contains("patient.search"), "\(shown)")
      #expect(!unshown.contains("board.read") && !unshown.contains("patient.search"), "\(unshown)")
    }
  }

  @Test(arguments: [
    ("limit=0", "out-of-range"), ("outcome=maybe", "unknown-code"), ("after=1", "invalid-cursor"),
    ("action=DROP", "invalid-action"), ("staff=ada", ""), ("from=yesterday", ""),
    ("who=ada", "unknown-parameter"),
  ])
  func `a question that cannot be meant is refused`(_ query: String, code: String) async throws {
    try await ServiceClient.use { client in
      let officer = client.signedIn(with: try await client.database.token(of: .privacyOfficer))

      let answer = try await officer.get("/v1/audit/events?\(query)")

      #expect([400, 422].contains(answer.status), "\(answer)")
      #expect(code.isEmpty || answer.problem == code, "\(answer)")
    }
  }

  @Test func `a keeper of seals tells each one as it is made`() async throws {
    let database = try TestDatabase.required()
    var random = SystemRandomNumberGenerator()
    let keys = try #require(SecretFile(text: SecretFile.newText(random: &random)).flatMap(SealKeys.init))
    let (marks, told) = AsyncStream.makeStream(of: SealMark.self)
    let keeper = SealKeeper(Sealer(database.records.database, keys: keys), every: .milliseconds(20)) {
      told.yield($0)
    }
    let work = Task { await keeper.run() }
    var seen = marks.makeAsyncIterator()

    let first = await seen.next()
    _ = try await database.records.run(as: database.caller, Action("more", needs: nil), StaffMembers.me)
    let second = await seen.next()
    work.cancel()
    await work.value

    #expect(first?.number == 1)
    #expect(second?.number == 2)
    let report = try await TrailVerification(database.owner, keys: keys).run(
      marks: [first, second].compactMap(\.self))
    #expect(report.isIntact)
  }
}
