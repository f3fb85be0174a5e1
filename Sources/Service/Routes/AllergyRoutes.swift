import Clinic
import Hummingbird
import Records

/// What somebody must not have.
enum AllergyRoutes {
  static let all = [
    Endpoint(
      "/v1/patients/{id}/allergies", get: .needs(.medicationRead, list), post: .needs(.allergyRecord, record)),
    Endpoint("/v1/allergies/{id}/retraction", post: .needs(.allergyRecord, retract)),
  ]

  /// Answers `GET /v1/patients/{id}/allergies`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Patient.ID = try exchange.id(of: "patient")
    return exchange.answer(
      AllergiesRepresentation(try await exchange.records.allergies(of: id, as: exchange.caller())))
  }

  /// Answers `POST /v1/patients/{id}/allergies`.
  @Sendable static func record(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try AllergyRequest(JSONNode(body: body))
    let patient: Patient.ID = try exchange.id(of: "patient")
    var ids = IdentifierSource(at: exchange.now)
    let id: Allergy.ID = ids.next()
    return try await exchange.writing(
      body, as: caller, answer: { .created(MadeRepresentation($0), at: "/v1/patients/\(patient)/allergies") }
    ) { once in
      try await exchange.records.record(request.statement, of: patient, id: id, as: caller, once: once)
      return id
    }
  }

  /// Answers `POST /v1/allergies/{id}/retraction`: it was written down wrongly.
  @Sendable static func retract(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try ReasonRequest(JSONNode(body: body))
    let id: Allergy.ID = try exchange.id(of: "allergy")
    return try await exchange.writing(
      body, as: caller, answer: { .created(MadeRepresentation($0), at: "/v1/doses/due") }
    ) { once in
      try await exchange.records.retract(id, reason: request.reason, as: caller, once: once)
      return id
    }
  }
}

extension Records {
  /// What is known of somebody's allergies; throws `NotFound` when there is no such person for the caller.
  package func allergies(of patient: Patient.ID, as caller: Caller) async throws -> Allergies {
    let (found, allergies) = try await run(
      as: caller, Action("allergy.read", needs: .patientRead, patients: [patient]), Patients.find(patient),
      AllergyList.of(patient))
    guard found != nil else { throw NotFound("patient") }
    return allergies
  }
}
