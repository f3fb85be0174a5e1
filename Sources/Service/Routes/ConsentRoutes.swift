import Clinic
import Hummingbird
import Records

/// What patients signed, and what they asked for.
enum ConsentRoutes {
  static let all = [
    Endpoint(
      "/v1/patients/{id}/consents", get: .needs(.consentRead, list), post: .needs(.consentRecord, record)),
    Endpoint("/v1/consents/{id}", get: .needs(.consentRead, show)),
    Endpoint("/v1/consents/{id}/revocations", post: .needs(.consentRecord, revoke)),
    Endpoint(
      "/v1/patients/{id}/restriction-requests", get: .needs(.consentRead, requests),
      post: .needs(.consentRecord, request)),
  ]

  /// Answers `GET /v1/patients/{id}/consents`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Patient.ID = try exchange.id(of: "patient")
    let (patient, consents) = try await exchange.records.run(
      as: exchange.caller(), Action("consent.list", needs: .consentRead, patients: [id]), Patients.exists(id),
      Consents.of(id))
    guard patient else { throw NotFound("patient") }
    let now = exchange.now
    return exchange.answer(consents.map { ConsentRepresentation($0, at: now) })
  }

  /// Answers `POST /v1/patients/{id}/consents`.
  @Sendable static func record(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try ConsentRequest(JSONNode(body: body))
    let now = exchange.now
    var ids = IdentifierSource(at: now)
    let (id, patient): (Consent.ID, Patient.ID) = (ids.next(), try exchange.id(of: "patient"))
    let consent = try await exchange.records.judging(Action(.consentRecord, patients: [patient]), as: caller)
    {
      try request.consent(id, of: patient)
    }
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(ConsentRepresentation($0, at: now), at: "/v1/consents/\($0.consent.id)") }
    ) { once in
      try await exchange.records.record(consent, as: caller, once: once)
    }
  }

  /// Answers `GET /v1/consents/{id}`.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Consent.ID = try exchange.id(of: "consent")
    let found = try await exchange.records.run(
      as: exchange.caller(), Action(.consentRead, subject: id.rawValue), Consents.find(id))
    guard let record = found else { throw NotFound("consent") }
    return exchange.answer(ConsentRepresentation(record, at: exchange.now))
  }

  /// Answers `POST /v1/consents/{id}/revocations`, or only says what it would stop.
  @Sendable static func revoke(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let members = try JSONNode(body: try await exchange.body()).members([], optional: ["preview"])
    let isPreview = try members.optional("preview") { try $0.bool() } ?? false
    let id: Consent.ID = try exchange.id(of: "consent")
    let (found, past) = try await exchange.records.run(
      as: caller, Action("consent.preview", needs: .consentRecord, subject: id.rawValue), Consents.find(id),
      Disclosures.recipients(under: id))
    guard let record = found else { throw NotFound("consent") }
    if !isPreview { try await exchange.records.revoke(id, as: caller) }
    return exchange.answer(RevocationRepresentation(record.consent, past: past, isPreview: isPreview))
  }

  /// Answers `GET /v1/patients/{id}/restriction-requests`.
  @Sendable static func requests(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Patient.ID = try exchange.id(of: "patient")
    let (patient, requests) = try await exchange.records.run(
      as: exchange.caller(), Action("restriction.list", needs: .consentRead, patients: [id]),
      Patients.exists(id), RestrictionRequests.of(id))
    guard patient else { throw NotFound("patient") }
    return exchange.answer(requests.map(RestrictionRequestRepresentation.init))
  }

  /// Answers `POST /v1/patients/{id}/restriction-requests`.
  @Sendable static func request(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let members = try JSONNode(body: body).members(
      ["categories", "agreed", "answer"], optional: ["recipient"])
    let id: Patient.ID = try exchange.id(of: "patient")
    var ids = IdentifierSource(at: exchange.now)
    let request = RestrictionRequest(
      id: ids.next(), patientID: id, at: exchange.now,
      categories: try ConsentRequest.categories(members["categories"]),
      recipient: try members.optional("recipient") { try $0.line() }, isAgreed: try members["agreed"].bool(),
      answer: try members["answer"].line())
    return try await exchange.writing(
      body, as: caller,
      answer: {
        .created(RestrictionRequestRepresentation($0), at: "/v1/patients/\(id)/restriction-requests")
      }
    ) { once in
      try await exchange.records.record(request, as: caller, once: once)
      return request
    }
  }
}
