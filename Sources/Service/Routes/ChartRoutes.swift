import Clinic
import Hummingbird
import Records

/// Who may open a chart: its care team, and whether it is restricted to it.
enum ChartRoutes {
  static let all = [
    Endpoint(
      "/v1/patients/{id}/care-team", get: .needs(.patientRead, team), post: .needs(.careTeamAssign, join)),
    Endpoint("/v1/patients/{id}/care-team/{handle}", delete: .needs(.careTeamAssign, leave)),
    Endpoint(
      "/v1/patients/{id}/restriction", post: .needs(.chartRestrict, restrict),
      delete: .needs(.chartRestrict, lift)),
  ]

  /// Answers `GET /v1/patients/{id}/care-team`.
  @Sendable static func team(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Patient.ID = try exchange.id(of: "patient")
    let (patient, members) = try await exchange.records.run(
      as: exchange.caller(), Action("care_team.list", needs: .patientRead, patients: [id]),
      Patients.find(id), CareTeams.of(id, at: exchange.now))
    guard patient != nil else { throw NotFound("patient") }
    return exchange.answer(members.map(CareTeamMemberRepresentation.init))
  }

  /// Answers `POST /v1/patients/{id}/care-team`.
  @Sendable static func join(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let handle = try JSONNode(body: body).members(["handle"])["handle"].line().rawValue
    let id: Patient.ID = try exchange.id(of: "patient")
    var ids = IdentifierSource(at: exchange.now)
    let member: CareTeamMember.ID = ids.next()
    return try await exchange.writing(
      body, as: caller,
      answer: { member in
        .created(
          JoinedRepresentation(id: member, patientID: id, handle: handle),
          at: "/v1/patients/\(id)/care-team")
      }
    ) { once in
      try await exchange.records.join(handle, to: id, as: caller, id: member, once: once)
      return member
    }
  }

  /// Answers `DELETE /v1/patients/{id}/care-team/{handle}`.
  @Sendable static func leave(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Patient.ID = try exchange.id(of: "patient")
    let handle = try Line(exchange.parameters.require("handle"), field: "handle").rawValue
    try await exchange.records.leave(handle, from: id, as: exchange.caller())
    return Response(status: .noContent)
  }

  /// Answers `POST /v1/patients/{id}/restriction`.
  @Sendable static func restrict(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let reason = try JSONNode(body: body).members(["reason"])["reason"].line()
    let id: Patient.ID = try exchange.id(of: "patient")
    var ids = IdentifierSource(at: exchange.now)
    let restriction = ChartRestriction(id: ids.next(), patientID: id, reason: reason, at: exchange.now)
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(ChartRestrictionRepresentation($0), at: "/v1/patients/\(id)/restriction") }
    ) { once in
      try await exchange.records.restrict(restriction, as: caller, once: once)
      return restriction
    }
  }

  /// Answers `DELETE /v1/patients/{id}/restriction`.
  @Sendable static func lift(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    try await exchange.records.lift(of: exchange.id(of: "patient"), as: exchange.caller())
    return Response(status: .noContent)
  }
}
