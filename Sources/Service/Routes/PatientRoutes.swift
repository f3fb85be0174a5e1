import Clinic
import Foundation
import Hummingbird
import Records

/// People: who they are, their charts, and how they come in.
enum PatientRoutes {
  static let all = [
    Endpoint("/v1/patients", get: .needs(.patientSearch, find)),
    Endpoint("/v1/patients/search", post: .needs(.patientSearch, search)),
    Endpoint("/v1/patients/{id}", get: .needs(.patientRead, chart)),
    Endpoint("/v1/patients/{id}/summary", get: .needs(.patientRead, summary)),
    Endpoint("/v1/intakes", post: .needs(.intakeRecord, recordIntake)),
  ]

  /// Answers `GET /v1/patients?q=`.
  ///
  /// The log never holds the query; still an address is kept in more places than a body, so there is a POST too.
  @Sendable static func find(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("q")
    return try await find(try query.required("q") { try PatientSearch($0.text()) }, exchange)
  }

  /// Answers `POST /v1/patients/search`: the same with what is searched for in the body.
  @Sendable static func search(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.caller()
    let members = try JSONNode(body: try await exchange.body()).members(["q"])
    return try await find(try PatientSearch(members["q"].text()), exchange)
  }

  private static func find(_ search: PatientSearch, _ exchange: Exchange) async throws -> Response {
    let found = try await exchange.records.run(
      as: exchange.caller(), Action(.patientSearch), list: Patients.search(search))
    return exchange.answer(found.map(PatientRepresentation.init))
  }

  /// Answers `GET /v1/patients/{id}`: the whole chart, in one round trip.
  @Sendable static func chart(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let chart = try await exchange.records.chart(of: exchange.id(of: "patient"), as: exchange.caller())
    return exchange.answer(ChartRepresentation(chart))
  }

  /// Answers `GET /v1/patients/{id}/summary`: who it is, and no more.
  @Sendable static func summary(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Patient.ID = try exchange.id(of: "patient")
    let found = try await exchange.records.run(
      as: exchange.caller(), Action(.patientRead, patients: [id]), Patients.find(id))
    guard let patient = found else { throw NotFound("patient") }
    return exchange.answer(PatientRepresentation(patient), version: patient.version)
  }

  /// Answers `POST /v1/intakes`: of somebody new, or of somebody who has a chart.
  @Sendable static func recordIntake(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try IntakeRequest(JSONNode(body: body))
    var birthDate: Day?
    if case .known(let id) = request.person {
      let found = try await exchange.records.run(
        as: caller, Action(.patientRead, patients: [id]), Patients.find(id))
      guard let patient = found else { throw NotFound("patient", field: "patient_id") }
      birthDate = patient.birthDate.value
    }
    var ids = IdentifierSource(at: exchange.now)
    let (intake, patient) = try request.intake(&ids, at: exchange.now, birthDate: birthDate)
    return try await exchange.writing(
      body, as: caller, answer: { .created(IntakeRepresentation($0), at: "/v1/patients/\($0.patientID)") }
    ) { once in
      try await exchange.records.record(intake, patient: patient, as: caller, once: once)
      return intake
    }
  }
}
