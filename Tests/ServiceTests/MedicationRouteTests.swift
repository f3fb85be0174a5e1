import Clinic
import Foundation
import HTTPTypes
import Postgres
import Records
import TestSupport
import Testing

/// From an order to a count, over HTTP, each answer as it is described.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct MedicationRouteTests {
  /// Somebody in detox since 11 June, 08:00 UTC, without allergies; the test lives on 15 June, 12:00 UTC.
  private struct Person {
    let client: ServiceClient
    let patient: String
    let episode: String

    init(_ client: ServiceClient) async throws {
      self.client = client
      patient = try await client.patient()
      episode = try await client.episode(patient, bed: client.database.north.detoxBeds[0])
      _ = try await client.post("/v1/patients/\(patient)/allergies", #"{"kind": "none_known"}"#)
    }

    func order(_ members: String) async throws -> Answer {
      try await client.post("/v1/episodes/\(episode)/medication-orders", "{\(members)}")
    }
  }

  private static let once = #""kind": "once", "drug": "Zzdrug", "amount": 2.5, "unit": "mg", "route": "oral""#
  private static let often =
    #""kind": "regular", "drug": "Zzoften", "amount": 10, "unit": "mg", "route": "oral", "every_minutes": 60"#

  @Test func `orders, doses, chart and counts are answered as they are described`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      func expect(_ status: Int, _ answer: Answer, _ method: String, _ template: String) {
        #expect(answer.status == status, "\(method) \(template): \(answer)")
        #expect(check.faults(of: answer, method, template) == [], "\(method) \(template): \(answer)")
      }
      let person = try await Person(client)
      let orders = "/v1/episodes/{id}/medication-orders"
      let allergy = try await client.post(
        "/v1/patients/\(person.patient)/allergies",
        #"{"kind": "allergy", "substance": "Penicillin", "code": "7980", "reaction": "rash"}"#)
      expect(201, allergy, "post", "/v1/patients/{id}/allergies")
      expect(
        200, try await client.get("/v1/patients/\(person.patient)/allergies"), "get",
        "/v1/patients/{id}/allergies")

      let taper = """
        "kind": "taper", "drug": "Zztaper", "code": "3322", "amount": 10, "unit": "mg", "route": "oral",
        "times": ["08:00", "20:00"], "taper": {"days": 2, "step": 4, "floor": 2.5}, "indication": "withdrawal",
        "controlled": true, "witness_needed": true
        """
      let preview = try await person.order(taper + #", "preview": true"#)
      expect(200, preview, "post", orders)
      #expect(preview["steps.0.amount"] == "10" && preview["steps.2.amount"] == "2.5" && preview["id"] == nil)
      #expect(preview["steps.0.first_day"] == "2026-06-15" && preview["steps.2.last_day"] == "2026-06-20")
      #expect(
        try await client.get("/v1/episodes/\(person.episode)/medication-orders").text == "[]",
        "nothing was written")
      let tapering = try await person.order(taper)
      expect(201, tapering, "post", orders)
      #expect(tapering["until"] == "2026-06-21T04:00:00Z", "midnight in New York")

      let asNeeded = try await person.order(
        """
        "kind": "as_needed", "drug": "Zzneeded", "amount": 400, "unit": "mg", "route": "oral", "minimum_minutes": 360,
        "maximum_in_24_hours": 1200
        """)
      expect(201, asNeeded, "post", orders)
      let order = try await person.order(Self.often)
      expect(201, order, "post", orders)
      let doses = "/v1/medication-orders/\(try #require(order["id"]))/doses"
      let given = try await client.post(doses, #"{"outcome": "given"}"#)
      expect(201, given, "post", "/v1/medication-orders/{id}/doses")
      #expect(given["due_at"] == "2026-06-15T12:00:00Z" && given["amount"] == "10")
      let needed = try await client.post(
        "/v1/medication-orders/\(try #require(asNeeded["id"]))/doses", #"{"outcome": "given"}"#)
      expect(201, needed, "post", "/v1/medication-orders/{id}/doses")

      let due = try await client.get("/v1/doses/due?within_hours=3&facility=\(client.database.north.id)")
      expect(200, due, "get", "/v1/doses/due")
      #expect(
        due["due"] == "2" && due["planned"] == "2" && due["doses.1.due_at"] == "2026-06-15T13:00:00Z",
        "\(due)")
      let chart = try await client.get("/v1/episodes/\(person.episode)/medication-chart")
      expect(200, chart, "get", "/v1/episodes/{id}/medication-chart")
      #expect(chart["allergies.standing"] == "known" && chart.text.contains("\"by\":\"Ada Admin\""))
      expect(200, try await client.get("/v1/episodes/\(person.episode)/medication-orders"), "get", orders)

      let corrected = try await client.post(
        "/v1/doses/\(try #require(given["id"]))/corrections", #"{"reason": "the other patient"}"#)
      expect(201, corrected, "post", "/v1/doses/{id}/corrections")
      let stopped = try await client.post(
        "/v1/medication-orders/\(try #require(order["id"]))/stop", #"{"reason": "done"}"#)
      expect(201, stopped, "post", "/v1/medication-orders/{id}/stop")
      _ = try await client.post(
        "/v1/episodes/\(person.episode)/moves",
        client.transfer(bed: client.database.north.residentialBeds[0], at: "2026-06-15T12:00:00Z"))
      let waiting = try await client.get("/v1/doses/due")
      expect(200, waiting, "get", "/v1/doses/due")
      let unaccepted = Set([0, 1].map { waiting["unaccepted.\($0).order_id"] })
      #expect(unaccepted == [tapering["id"], asNeeded["id"]] && waiting["unaccepted.2.order_id"] == nil)
      let accepted = try await client.post(
        "/v1/medication-orders/\(try #require(tapering["id"]))/acceptance", "{}")
      expect(201, accepted, "post", "/v1/medication-orders/{id}/acceptance")
      let retracted = try await client.post(
        "/v1/allergies/\(try #require(allergy["id"]))/retraction", #"{"reason": "the other patient"}"#)
      expect(201, retracted, "post", "/v1/allergies/{id}/retraction")
    }
  }

  @Test func `counts of controlled drugs are answered as they are described`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let nurse = client.signedIn(with: try await client.database.token(of: .nurse))
      let path = "/v1/facilities/\(client.database.north.id)"
      let received = try await nurse.post(
        "\(path)/stock-changes", #"{"drug": "Methadone", "unit": "mg", "kind": "receipt", "amount": 500}"#)
      #expect(
        received.status == 201
          && check.faults(of: received, "post", "/v1/facilities/{id}/stock-changes") == [])
      let count = #""drug": "Methadone", "unit": "mg", "witness": "ada""#
      let first = try await nurse.post(
        "\(path)/stock-counts", #"{\#(count), "counted": 500, "at": "2026-06-15T04:00:00Z"}"#)
      #expect(
        first.status == 201 && check.faults(of: first, "post", "/v1/facilities/{id}/stock-counts") == [],
        "\(first)")
      let off = try await nurse.post("\(path)/stock-counts", #"{\#(count), "counted": 990}"#)
      #expect(
        off.status == 409 && off.problem == "discrepancy-unexplained" && off["field"] == "note", "\(off)")
      let explained = try await nurse.post(
        "\(path)/stock-counts", #"{\#(count), "counted": 990, "note": "one vial was broken"}"#)
      #expect(explained.status == 201, "\(explained)")
      let list = try await nurse.get("\(path)/stock-counts")
      #expect(check.faults(of: list, "get", "/v1/facilities/{id}/stock-counts") == [], "\(list)")
      #expect(
        list["0.expected"] == "1000" && list["0.discrepancy"] == "-10" && list["0.witness"] == "Ada Admin")
    }
  }

  @Test func `32 nurses act on the same doses, and each dose is acted on once`() async throws {
    try await ServiceClient.use { client in
      let person = try await Person(client)
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      var nurses: [ServiceClient] = []
      for _ in 0..<4 { nurses.append(client.signedIn(with: try await client.database.token(of: .nurse))) }
      let visitors = nurses
      for drug in ["Zza", "Zzb", "Zzc"] {
        let order = try await person.order(Self.once.replacing("Zzdrug", with: drug))
        let path = "/v1/medication-orders/\(try #require(order["id"]))/doses"
        let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
          for number in 0..<32 {
            group.addTask {
              try await visitors[number % 4].post(
                path, number % 2 == 0 ? #"{"outcome": "given"}"# : #"{"outcome": "held", "cause": "asleep"}"#)
            }
          }
          return try await group.reduce(into: [Answer]()) { $0.append($1) }
        }
        let won = answers.filter { $0.status == 201 }
        #expect(won.count == 1, "\(answers)")
        for answer in answers where answer.status != 201 {
          #expect(answer.problem == "dose-acted" && answer["acted.dose_id"] == won.first?["id"], "\(answer)")
          #expect(answer["acted.by"] == "Zz Staff" && answer["acted.at"] == "2026-06-15T12:00:00Z")
          #expect(check.faults(of: answer, "post", "/v1/medication-orders/{id}/doses") == [], "\(answer)")
        }
      }
    }
  }

  @Test func `the same request under its key is one dose`() async throws {
    try await ServiceClient.use { client in
      let person = try await Person(client)
      let order = try await person.order(Self.once)
      let path = "/v1/medication-orders/\(try #require(order["id"]))/doses"
      let key: HTTPFields = [try #require(HTTPField.Name("Idempotency-Key")): "once"]
      let first = try await client.post(path, #"{"outcome": "given"}"#, key)
      let again = try await client.post(path, #"{"outcome": "given"}"#, key)
      #expect(first.status == 201 && again.status == 201 && first.text == again.text, "\(first) \(again)")
    }
  }

  @Test func `what cannot be is refused with its field, and changes nothing`() async throws {
    try await ServiceClient.use { client in
      let person = try await Person(client)
      let regular = try #require(try await person.order(Self.often)["id"])
      let seen = try #require(
        try await person.order(Self.once.replacing("Zzdrug", with: "Zzseen") + #", "witness_needed": true"#)[
          "id"])
      let path = "/v1/episodes/\(person.episode)/medication-orders"
      let doses = "/v1/medication-orders/\(regular)/doses"
      let tapering = #""drug": "Zzx", "unit": "mg", "route": "oral", "times": ["08:00"], "kind": "taper""#
      let before = try await client.get("/v1/episodes/\(person.episode)/medication-chart").text
      let cases: [(path: String, body: String, status: Int, problem: String, field: String?)] = [
        (
          path, "{\(tapering), \"amount\": 10, \"taper\": {\"days\": 1, \"step\": 0}}", 422,
          "taper-never-ends", "step"
        ),
        (path, "{\(tapering), \"amount\": 10, \"taper\": {\"days\": 1}}", 422, "taper-never-ends", "step"),
        (
          path, "{\(tapering), \"amount\": 10, \"taper\": {\"days\": 1, \"step\": 1, \"floor\": 10}}", 422,
          "taper-never-ends", "floor"
        ),
        (path, "{\(tapering), \"taper\": {\"days\": 1, \"amounts\": [5, 6]}}", 422, "taper-rises", "amounts"),
        (
          path,
          "{\(tapering), \"taper\": {\"days\": 30, \"amounts\": [5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}",
          422, "taper-too-long", "amounts"
        ),
        (path, "{\(Self.often), \"times\": [\"08:00\"]}", 422, "two-timings", "every_minutes"),
        (path, "{\(Self.once), \"every_minutes\": 60}", 422, "not-of-this-kind", "times"),
        (path, "{\(Self.once), \"until\": \"2026-06-16T12:00:00Z\"}", 422, "once-has-no-end", "until"),
        (path, "{\(Self.once.replacing("2.5", with: "0"))}", 422, "invalid-amount", "amount"),
        (path, "{\(Self.once.replacing("2.5", with: "0.00001"))}", 422, "invalid-amount", "amount"),
        (path, "{\(Self.once.replacing("2.5", with: "\"2.5\""))}", 422, "wrong-type", "amount"),
        (path, "{\(Self.once), \"starts\": \"2026-06-15T11:00:00Z\"}", 422, "before-order", "starts"),
        (
          path, "{\(Self.once), \"ordered_at\": \"2026-06-16T11:00:00Z\"}", 422, "date-in-future",
          "ordered_at"
        ),
        (path, "{\(Self.once), \"ordered_at\": \"2026-06-10T11:00:00Z\"}", 422, "outside-stay", "ordered_at"),
        (path, "{\(Self.once), \"prescriber\": \"nobody\"}", 404, "not-found", "prescriber"),
        (path, "{\(Self.often.replacing("60", with: "29"))}", 422, "out-of-range", "every_minutes"),
        (path, "{\(Self.often)}", 409, "order-warned", "acknowledged"),
        (doses, #"{"outcome": "given", "due_at": "2026-06-15T12:30:00Z"}"#, 422, "not-due", "due_at"),
        (doses, #"{"outcome": "given", "at": "2026-06-15T11:00:00Z"}"#, 422, "before-order", "at"),
        (doses, #"{"outcome": "given", "at": "2026-06-15T13:00:00Z"}"#, 422, "date-in-future", "at"),
        (doses, #"{"outcome": "given", "due_at": "2026-06-15T14:00:00Z"}"#, 409, "dose-too-early", "at"),
        (doses, #"{"outcome": "given", "amount": 11}"#, 422, "more-than-ordered", "amount"),
        (doses, #"{"outcome": "given", "amount": 9}"#, 422, "missing-required", "note"),
        (doses, #"{"outcome": "held"}"#, 422, "missing-required", "cause"),
        (doses, #"{"outcome": "forgotten"}"#, 422, "unknown-code", "outcome"),
        ("/v1/medication-orders/\(seen)/doses", #"{"outcome": "given"}"#, 422, "witness-needed", "witness"),
        (
          "/v1/medication-orders/\(seen)/doses", #"{"outcome": "given", "witness": "ada"}"#, 422,
          "own-witness", "witness"
        ),
        (
          "/v1/medication-orders/\(seen)/doses", #"{"outcome": "given", "witness": "zz"}"#, 404, "not-found",
          "witness"
        ),
        ("/v1/medication-orders/\(seen)/acceptance", "{}", 409, "already-accepted", nil),
        (
          "/v1/patients/\(person.patient)/allergies", #"{"kind": "allergy"}"#, 422, "missing-required",
          "substance"
        ),
        (
          "/v1/patients/\(person.patient)/allergies", #"{"kind": "unknown", "substance": "x"}"#, 422,
          "not-of-this-kind", "substance"
        ),
        (
          "/v1/patients/\(person.patient)/allergies", #"{"kind": "none_known"}"#, 409, "allergy-known",
          "substance"
        ),
      ]
      for entry in cases {
        let answer = try await client.post(entry.path, entry.body)
        #expect(
          answer.status == entry.status && answer.problem == entry.problem && answer["field"] == entry.field,
          "\(entry.body): \(answer)")
      }
      #expect(try await client.get("/v1/episodes/\(person.episode)/medication-chart").text == before)
    }
  }

  @Test func `a chart shows allergies, and says that it does not where they may not be read`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      let person = try await Person(client)
      let path = "/v1/patients/\(person.patient)"
      let unasked = try await client.get("/v1/patients/\(try await client.patient())")
      #expect(unasked["allergies.standing"] == "not_asked" && unasked["not_shown.0"] == nil)
      let whole = try await client.get(path)
      #expect(check.faults(of: whole, "get", "/v1/patients/{id}") == [], "\(whole)")
      #expect(whole["allergies.standing"] == "none_known" && whole["not_shown.0"] == nil)

      let issued = try await client.post(
        "/v1/tokens",
        #"{"label": "reads charts", "permissions": ["patient.read"], "expires_at": "2026-06-20T12:00:00Z"}"#)
      let reader = client.signedIn(with: Token(try #require(issued["token"])))
      let part = try await reader.get(path)
      #expect(part.status == 200 && check.faults(of: part, "get", "/v1/patients/{id}") == [], "\(part)")
      #expect(part["allergies.standing"] == nil && part["not_shown.0"] == "allergies", "\(part)")
      let officer = client.signedIn(with: try await client.database.token(of: .privacyOfficer))
      let denied = try await officer.get("/v1/audit/events?outcome=denied&patient=\(person.patient)")
      #expect(
        denied.status == 200 && denied["events.0.action"] == nil,
        "asking whether one may is no denial: \(denied)")
    }
  }

  @Test func `a role that sees its care team's charts alone shows allergies in those alone`() async throws {
    try await ServiceClient.use { client in
      let person = try await Person(client)
      // The director, here, reads every chart and no medication; a counsellor the medication of their care team's.
      try await client.database.take(.medicationRead, from: .director)
      let (id, token) = try await client.database.staff(of: [.director, .counsellor])
      let both = client.signedIn(with: token)
      let path = "/v1/patients/\(person.patient)"
      let outside = try await both.get(path)
      #expect(outside.status == 200 && outside["not_shown.0"] == "allergies", "\(outside)")

      let patient = try #require(Patient.ID(person.patient))
      try await client.database.addToCareTeam(id, of: patient)
      let inside = try await both.get(path)
      #expect(inside["allergies.standing"] == "none_known", "\(inside)")
    }
  }

  @Test func `reading a chart leaves one row in the audit trail, allergies included`() async throws {
    try await ServiceClient.use { client in
      let person = try await Person(client)
      let reader = try await client.database.staff(of: [.nurse])
      let chart = try await client.signedIn(with: reader.token).get("/v1/patients/\(person.patient)")
      #expect(chart["allergies.standing"] == "none_known", "\(chart)")
      let actions = try await client.database.owner.run(
        Query<[String]>.all("SELECT action FROM audit.event WHERE staff_id = \(reader.id)") { try $0[0] })
      #expect(actions == ["patient.read"])
    }
  }
}
