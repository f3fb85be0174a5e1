import Clinic
import Foundation
import HTTPTypes
import Postgres
import Records
import TestSupport
import Testing

/// Somebody in treatment in the northern facility, whose name must not come out anywhere else, and a request for each door.
struct Walker: Sendable {
  /// A name that no other text holds.
  static let canary = "Qcanaryq"

  let client: ServiceClient
  let patient: String
  let episode: String
  let move: String
  let stay: String
  let screening: String
  let enquiry: String
  /// Somebody whose chart is closed and opened again on the way.
  let other: String

  init(_ client: ServiceClient) async throws {
    self.client = client
    patient = try await client.patient(Self.canary)
    let admitted = try await client.post(
      "/v1/episodes", client.admission(patient, bed: client.database.north.detoxBeds[0]))
    episode = try #require(admitted["episode_id"], "\(admitted)")
    move = try #require(admitted["move_id"], "\(admitted)")
    stay = try #require(admitted["stay_id"], "\(admitted)")
    let answers = (1...9).map { "\"\($0)\": 1" }.joined(separator: ", ")
    let scored = try await client.post(
      "/v1/screenings",
      #"{"patient_id": "\#(patient)", "instrument": "phq_9", "answers": {\#(answers)}}"#)
    screening = try #require(scored["id"], "\(scored)")
    let call = try await client.post("/v1/enquiries", Self.enquiry(at: client.database.north.id))
    enquiry = try #require(call["id"], "\(call)")
    other = try await client.patient("Qotherq")
  }

  /// Brings about what a door needs to find, and gives the identifier that is only known then.
  private func prepare(_ door: String) async throws -> String? {
    let (team, restriction) = ("/v1/patients/\(patient)/care-team", "/v1/patients/\(other)/restriction")
    switch door {
    case "POST /v1/screenings/{id}/corrections", "POST /v1/screenings/{id}/entered-in-error":
      return try await made("/v1/screenings", screened)
    case "POST /v1/patients/{id}/care-team": _ = try await client.delete("\(team)/ada")
    case "DELETE /v1/patients/{id}/care-team/{handle}":
      _ = try await client.post(team, #"{"handle": "ada"}"#)
    case "POST /v1/patients/{id}/restriction": _ = try await client.delete(restriction)
    case "DELETE /v1/patients/{id}/restriction":
      _ = try await client.post(restriction, #"{"reason": "known to the staff"}"#)
    case "POST /v1/beds/{id}/release":
      // Where the one of the visit before was not released, it still stands there.
      _ = try await client.post(
        "/v1/beds/\(client.database.north.detoxBeds[3])/holds", body("/v1/beds/{id}/holds"))
    case "POST /v1/hand-offs/{id}/answers":
      return try await made("/v1/stays/\(stay)/hand-offs", body("/v1/stays/{id}/hand-offs"))
    case "POST /v1/appointments/{id}/outcome":
      return try await made("/v1/episodes/\(episode)/appointments", body("/v1/episodes/{id}/appointments"))
    case "POST /v1/allergies/{id}/retraction":
      return try await made("/v1/patients/\(patient)/allergies", body("/v1/patients/{id}/allergies"))
    case _ where door.contains("/v1/medication-orders/{id}"): return try await order()
    case "POST /v1/doses/{id}/corrections":
      return try await made(
        "/v1/medication-orders/\(try await order())/doses", body("/v1/medication-orders/{id}/doses"))
    case "POST /v1/authorizations/{id}/amendments":
      return try await made(
        "/v1/episodes/\(episode)/authorizations", body("/v1/episodes/{id}/authorizations"))
    case "POST /v1/episodes/{id}/monitorings": try await endMonitoring()
    case "POST /v1/protocols":
      _ = try await client.database.owner.run(.execute("DELETE FROM clinic.protocol WHERE slug = 'ours'"))
    case "POST /v1/vitals/{id}/corrections":
      return try await made("/v1/episodes/\(episode)/vitals", body("/v1/episodes/{id}/vitals"))
    case "POST /v1/monitorings/{id}/words", "POST /v1/monitorings/{id}/stop":
      try await endMonitoring()
      return try await made("/v1/episodes/\(episode)/monitorings", body("/v1/episodes/{id}/monitorings"))
    case "POST /v1/transfers":
      // At most one is open for an episode.
      let open = try await client.post("/v1/transfers", body("/v1/transfers"))
      if let id = open["id"] { _ = try await client.post("/v1/transfers/\(id)/withdrawal", "{}") }
    case "GET /v1/transfers/{id}":
      _ = try await client.post("/v1/transfers", body("/v1/transfers"))
      return try await client.database.owner.run(
        Query<String>.one(
          "SELECT id::text AS id FROM clinic.transfer_request WHERE episode_id = \(episode)::uuid AND state = 'open'"
        ) { try $0["id"] })
    case _ where door.contains("/v1/transfers/{id}"):
      let somebody = try await client.patient("Qthirdq")
      let admitted = try await client.post(
        "/v1/episodes", Self.outpatient(somebody, at: client.database.north.id))
      let episode = try #require(admitted["episode_id"], "\(admitted)")
      let request = try await client.post("/v1/transfers", transfer(of: episode))
      guard let id = request["id"] else { throw UnknownDoor(door: "\(request)") }
      return id
    case "POST /v1/broken-glass/{id}/review":
      let glass = try await client.post("/v1/broken-glass", body("/v1/broken-glass"))
      guard let id = glass["id"] else { throw UnknownDoor(door: "\(glass)") }
      return id
    case "GET /v1/consents/{id}", "POST /v1/consents/{id}/revocations":
      let consent = try await client.post("/v1/patients/\(patient)/consents", Self.consent)
      guard let id = consent["id"] else { throw UnknownDoor(door: "\(consent)") }
      return id
    case _ where door.contains("/v1/report-schedules/{id}"):
      return try await made("/v1/report-schedules", body("/v1/report-schedules"))
    case _ where door.contains("/v1/report-runs/{id}"):
      return try await made("/v1/report-runs", body("/v1/cohorts/report"))
    case _ where door.contains("/v1/teds/submissions/{id}"):
      return try await made("/v1/teds/submissions", body("/v1/teds/submissions"))
    case _ where door.contains("/v1/teds/"):
      _ = try await client.post("/v1/teds/reporters", body("/v1/teds/reporters"))
    case _ where door.contains("/v1/staff/{id}"):
      // Somebody else each time, so that nobody who walks is shut out.
      return try await client.database.staff(of: [.nurse]).id.description
    default: break
    }
    return nil
  }

  /// Stops whatever runs, so that it can be started.
  private func endMonitoring() async throws {
    let sheet = try await client.get("/v1/episodes/\(episode)/flowsheet")
    let all = ((sheet.json as? [String: Any])?["monitorings"] as? [[String: Any]]) ?? []
    for one in all where one["stopped_at"] == nil {
      _ = try await client.post("/v1/monitorings/\(one["id"] ?? "")/stop", #"{"reason": "again"}"#)
    }
  }

  /// Brings something about, and gives its identifier.
  private func made(_ path: String, _ body: String) async throws -> String {
    let answer = try await client.post(path, body)
    guard let id = answer["id"] else { throw UnknownDoor(door: "\(answer)") }
    return id
  }

  /// Orders something that is due now.
  private func order() async throws -> String {
    try await made("/v1/episodes/\(episode)/medication-orders", body("/v1/episodes/{id}/medication-orders"))
  }

  /// Goes to a door as the bearer of a token.
  func visit(_ door: String, as token: Token) async throws -> Answer {
    let parts = door.split(separator: " ")
    let (method, template) = (String(parts[0]), String(parts[1]))
    let made = try await prepare(door)
    let visitor = client.signedIn(with: token)
    let path =
      if let made {
        template.replacing("{id}", with: made).replacing("{role}", with: "nurse")
          + (template.hasSuffix("/changes") ? "?to=\(made)" : "")
          + (template.hasSuffix("/file") ? "?record=admission" : "")
      } else {
        try await address(template, visitor)
      }
    return switch method {
    case "GET": try await visitor.get(path)
    case "POST": try await visitor.post(path, body(template))
    case "PATCH":
      try await visitor.patch(path, #"{"state": "lost", "loss_reason": "not_ready"}"#, [.ifMatch: "*"])
    case "DELETE": try await visitor.delete(path)
    default: throw UnknownDoor(door: door)
    }
  }

  private func address(_ template: String, _ visitor: ServiceClient) async throws -> String {
    let noun = template.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    let id: String? =
      switch noun {
      case "enquiries": enquiry
      case "patients": template.hasSuffix("/restriction") ? other : patient
      case "screenings": screening
      case "episodes": episode
      case "stays": stay
      case "facilities": "\(client.database.north.id)"
      case "sessions": try await visitor.ownSession()
      case "beds": "\(client.database.north.detoxBeds[3])"
      default: nil
      }
    let query =
      switch template {
      case "/v1/patients": "?q=\(Self.canary)"
      case "/v1/screenings": "?patient=\(patient)"
      case "/v1/episodes/{id}/trend": "?of=craving"
      case "/v1/board/events": "?seconds=1"
      case "/v1/teds/check": "?month=2026-06"
      case "/v1/data-quality/items": "?kind=missing"
      case "/v1/cohorts/report": "?definition=ketamine_admissions"
      case "/v1/reports/members": "?definition=ketamine_admissions&measure=counts&figure=admitted"
      default: ""
      }
    let template = template.replacing("{slug}", with: "phq_9")
    guard template.contains("{id}") else { return template + query }
    return template.replacing("{id}", with: try #require(id, "no identifier for \(template)"))
      .replacing("{handle}", with: "ada") + query
  }

  private var screened: String {
    #"{"patient_id": "\#(patient)", "instrument": "phq_2", "answers": {"1": 1, "2": 1}}"#
  }

  private func transfer(of episode: String) -> String {
    let south = client.database.south.id
    return
      #"{"episode_id": "\#(episode)", "facility_id": "\#(south)", "stage": "aftercare", "reason": "nearer home"}"#
  }

  private static func outpatient(_ patient: String, at facility: Facility.ID) -> String {
    """
    {"patient_id": "\(patient)", "facility_id": "\(facility)", "stage": "aftercare", "at": "2026-06-11T08:00:00Z",
     "level": {"edition": 3, "code": "2.1"}}
    """
  }

  private func body(_ template: String) -> String {
    let north = client.database.north
    return switch template {
    case "/v1/enquiries": Self.enquiry(at: north.id)
    case "/v1/staff": Self.member()
    case "/v1/staff/{id}/roles": #"{"role": "counsellor"}"#
    case "/v1/enquiries/{id}/attempts": #"{"outcome": "no_answer"}"#
    case "/v1/patients/search": #"{"q": "\#(Self.canary)"}"#
    case "/v1/intakes": client.intake("Qnewq")
    case "/v1/screenings": screened
    case "/v1/screenings/{id}/corrections": #"{"answers": {"2": 3}, "reason": "misread"}"#
    case "/v1/screenings/{id}/entered-in-error": #"{"reason": "of somebody else"}"#
    case "/v1/instruments/{slug}/form": #"{"answers": {"1": 2}}"#
    case "/v1/instruments/{slug}/choices": #"{"reason": "as our protocol has it"}"#
    case "/v1/instruments/{slug}/wording":
      """
      {"licence": "free to use", "questionnaire": {"resourceType": "Questionnaire", "item": [
        {"linkId": "/44250-9", "type": "choice", "text": "Zz?"}]}}
      """
    case "/v1/episodes": client.admission(patient, bed: north.detoxBeds[1])
    case "/v1/episodes/{id}/moves": client.transfer(bed: north.residentialBeds[0])
    case "/v1/episodes/{id}/corrections":
      #"{"move_id": "\#(move)", "effective_at": "2026-06-11T07:00:00Z", "reason": "wrong hour", "preview": true}"#
    case "/v1/stays/{id}/step-down": #"{"expected_end": "2026-06-17T10:00:00Z"}"#
    case "/v1/stays/{id}/step-down/owners": #"{"item": "transport", "handle": "ada"}"#
    case "/v1/stays/{id}/hand-offs": #"{"name": "Dr Zz", "place": "Zz House"}"#
    case "/v1/hand-offs/{id}/answers": #"{"answer": "accepted"}"#
    case "/v1/episodes/{id}/appointments": #"{"at": "2026-06-20T10:00:00Z", "place": "Zz Clinic"}"#
    case "/v1/appointments/{id}/outcome": #"{"state": "cancelled"}"#
    case "/v1/patients/{id}/allergies":
      #"{"kind": "allergy", "substance": "\#(Self.canary) \#(UUID().uuidString.lowercased())"}"#
    case "/v1/allergies/{id}/retraction", "/v1/doses/{id}/corrections": #"{"reason": "somebody else's"}"#
    case "/v1/episodes/{id}/medication-orders":
      """
      {"kind": "regular", "drug": "Zz\(UUID().uuidString.lowercased())", "amount": 10, "unit": "mg", "route": "oral",
       "every_minutes": 60, "acknowledged": "as agreed"}
      """
    case "/v1/medication-orders/{id}/doses": #"{"outcome": "given"}"#
    case "/v1/medication-orders/{id}/stop": #"{"reason": "done"}"#
    case "/v1/facilities/{id}/stock-counts":
      #"{"drug": "Methadone", "unit": "mg", "counted": 100, "witness": "ada"}"#
    case "/v1/facilities/{id}/stock-changes":
      #"{"drug": "Methadone", "unit": "mg", "kind": "wastage", "amount": 1, "witness": "ada"}"#
    case "/v1/episodes/{id}/authorizations":
      """
      {"payer": "Zz Health", "level": {"edition": 3, "code": "3.7-WM"}, "first_day": "2026-06-11",
       "last_day": "2026-06-16", "decision": "requested"}
      """
    case "/v1/authorizations/{id}/amendments": #"{"decision": "denied"}"#
    case "/v1/episodes/{id}/level-assessments":
      #"{"ratings": ["1", "0", "2", "1", "3", "3"], "recommended": {"edition": 3, "code": "3.5"}}"#
    case "/v1/episodes/{id}/vitals": #"{"readings": {"pulse": 88, "craving": 0}}"#
    case "/v1/vitals/{id}/corrections": #"{"readings": {"pulse": 86}, "reason": "read wrongly"}"#
    case "/v1/episodes/{id}/monitorings": #"{"protocol": "ketamine"}"#
    case "/v1/monitorings/{id}/words": #"{"check": "craving", "word": "asleep"}"#
    case "/v1/monitorings/{id}/stop": #"{"reason": "goes to hospital"}"#
    case "/v1/protocols":
      #"{"yaml": "protocol: ours\nversion: '1'\ntitle: Ours\nabout: It.\nsource: Us.\nkind: supportive\ngrace_minutes: 30\nchecks: [{check: pulse, title: Pulse, signs: [pulse], every: [{minutes: 60}]}]\nstop: [{after_hours: 24}]\n"}"#
    case "/v1/teds/reporters":
      #"{"facility_id": "\#(north.id)", "state": "NY", "provider": "ZZ1", "agency": "Zz Office", "authority": "Zz law", "from": "2026-01"}"#
    case "/v1/teds/submissions": #"{"month": "2026-06"}"#
    case "/v1/teds/acknowledgements":
      #"{"answers": [{"submission": 1, "record": "admission", "line": 1, "outcome": "accepted"}]}"#
    case "/v1/transfers": transfer(of: episode)
    case "/v1/transfers/{id}/acceptance": #"{"stage": "aftercare", "level": {"edition": 3, "code": "2.1"}}"#
    case "/v1/transfers/{id}/decline": #"{"reason": "no place"}"#
    case "/v1/transfers/{id}/withdrawal": "{}"
    case "/v1/episodes/{id}/restorations": #"{"reason": "as agreed"}"#
    case "/v1/episodes/{id}/withdrawals": #"{"move_id": "\#(move)"}"#
    case "/v1/beds/{id}/holds": #"{"until": "2026-06-16T12:00:00Z", "reason": "for Monday"}"#
    case "/v1/beds/{id}/arrivals":
      #"{"arrives_at": "2026-06-18T12:00:00Z", "until": "2026-06-19T12:00:00Z", "patient_id": "\#(patient)"}"#
    case "/v1/beds/{id}/blocks":
      #"{"from": "2026-06-20T12:00:00Z", "until": "2026-06-21T12:00:00Z", "cause": "cleaning"}"#
    case "/v1/episodes/{id}/bed": #"{"bed_id": "\#(north.detoxBeds[2])"}"#
    case "/v1/me/password": #"{"password": "not mine", "new_password": "velvet otter canal nine"}"#
    case "/v1/me/factor": #"{"password": "not mine"}"#
    case "/v1/me/factor/confirmation", "/v1/me/factor/recovery-codes": #"{"code": "000000"}"#
    case "/v1/me/factor/removal": #"{"password": "not mine", "code": "000000"}"#
    case "/v1/tokens": #"{"label": "walk", "permissions": [], "expires_at": "2026-06-20T12:00:00Z"}"#
    case "/v1/reports/members":
      #"{"cohort": {"definition": "ketamine_admissions"}, "measure": "counts", "figure": "admitted"}"#
    case "/v1/report-schedules":
      """
      {"definition": "ketamine_admissions", "every": "day", "at": "06:30", "facility_id": "\(north.id)",
       "folder": "walk-\(UUID().uuidString.lowercased())"}
      """
    case "/v1/cohorts/report", "/v1/report-runs":
      #"{"yaml": "name: mine\ntitle: Mine\npopulation: stays\nmeasures: [counts]\n"}"#
    case "/v1/patients/{id}/care-team": #"{"handle": "ada"}"#
    case "/v1/patients/{id}/restriction": #"{"reason": "known to the staff"}"#
    case "/v1/broken-glass": #"{"patient_id": "\#(patient)", "reason": "found unconscious in the yard"}"#
    case "/v1/broken-glass/{id}/review": #"{"finding": "justified"}"#
    case "/v1/patients/{id}/consents": Self.consent
    case "/v1/patients/{id}/restriction-requests":
      #"{"categories": ["contacts"], "agreed": false, "answer": "we cannot"}"#
    case "/v1/disclosures":
      """
      {"patient_id": "\(patient)", "categories": ["demographics", "medication"], "recipient": "Zz Hospital",
       "purpose": "treatment", "basis": "emergency", "affiliation": "Zz Trust", "emergency": "seizure"}
      """
    case "/v1/patients/{id}/counselling-notes": #"{"text": "What was said."}"#
    default: "{}"
    }
  }

  private static let consent = """
    {"kind": "specific", "discloser": "Zz Clinic", "categories": ["treatment"],
     "recipients": [{"kind": "entity", "name": "Zz Hospital"}], "purpose": "treatment"}
    """

  private static func member() -> String {
    #"{"handle": "walk-\#(UUID().uuidString.lowercased())", "name": "\#(canary)", "roles": ["nurse"]}"#
  }

  private static func enquiry(at facility: Facility.ID) -> String {
    #"{"facility_id": "\#(facility)", "caller_name": "\#(canary)", "caller_relation": "family"}"#
  }

  struct UnknownDoor: Error { let door: String }
}

extension ServiceClient {
  /// A session of whoever asks that may end without harm to the walk; somebody's who is not there for nobody.
  fileprivate func ownSession() async throws -> String {
    let id = UUID()
    let digest = Token("swt_\(id)").digest
    _ = try await database.owner.run(
      .execute(
        """
        INSERT INTO access.session (token_digest, organization_id, id, staff_id, created_at, seen_at, expires_at)
        SELECT \(digest), organization_id, \(id), staff_id, created_at, seen_at, expires_at
        FROM access.session WHERE token_digest = \(token.digest)
        """))
    return id.uuidString.lowercased()
  }
}
