import Clinic
import Hummingbird
import Records

/// Who works here and what they may do, for those who look after it.
enum StaffRoutes {
  static let all = [
    Endpoint("/v1/staff", get: .needs(.staffRead, list), post: .needs(.staffManage, add)),
    Endpoint(
      "/v1/staff/{id}/disabling", post: .needs(.staffManage, disable), delete: .needs(.staffManage, enable)),
    Endpoint("/v1/staff/{id}/password", post: .needs(.staffManage, reset)),
    Endpoint("/v1/staff/{id}/roles", post: .needs(.staffManage, grant)),
    Endpoint("/v1/staff/{id}/roles/{role}", delete: .needs(.staffManage, revoke)),
  ]

  /// Answers `GET /v1/staff`: all of them, also those who are disabled.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let staff = try await exchange.records.run(
      as: exchange.caller(.operations), Action("staff.list", needs: .staffRead),
      StaffMembers.list(at: exchange.now))
    return exchange.answer(staff.map(StaffRepresentation.init))
  }

  /// Answers `POST /v1/staff`; the password is told the first time, and kept nowhere.
  @Sendable static func add(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let body = try await exchange.body()
    let request = try NewStaffRequest(JSONNode(body: body))
    return try await exchange.writing(
      body, as: caller, answer: { .created(AddedStaffRepresentation($0), at: "/v1/staff") },
      again: { .created(AddedStaffRepresentation($0, tellsPassword: false), at: "/v1/staff") }
    ) { once in
      try await exchange.desk.signIn.add(
        handle: request.handle, name: request.name, roles: request.roles, in: request.facilityID, as: caller,
        once: once)
    }
  }

  /// Answers `POST /v1/staff/{id}/disabling`: lets somebody in no more.
  @Sendable static func disable(_ exchange: Exchange) async throws -> Response {
    try await setDisabled(true, exchange)
  }

  /// Answers `DELETE /v1/staff/{id}/disabling`: lets somebody in again.
  @Sendable static func enable(_ exchange: Exchange) async throws -> Response {
    try await setDisabled(false, exchange)
  }

  private static func setDisabled(_ isDisabled: Bool, _ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    try await exchange.records.setDisabled(
      isDisabled, exchange.id(of: "member of staff"), as: exchange.caller(.operations))
    return Response(status: .noContent)
  }

  /// Answers `POST /v1/staff/{id}/password`: another password, for the next sign-in.
  @Sendable static func reset(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Staff.ID = try exchange.id(of: "member of staff")
    let password = try await exchange.desk.signIn.resetPassword(of: id, as: exchange.caller(.operations))
    return exchange.answer(.created(OneTimePasswordRepresentation(password, of: id), at: "/v1/staff"))
  }

  /// Answers `POST /v1/staff/{id}/roles`: grants one.
  @Sendable static func grant(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let body = try await exchange.body()
    let request = try RoleGrantRequest(JSONNode(body: body))
    let id: Staff.ID = try exchange.id(of: "member of staff")
    return try await exchange.writing(
      body, as: caller, answer: { .created(RoleGrantRepresentation($0, to: id), at: "/v1/staff") }
    ) { once in
      try await exchange.records.grant(
        request.role, to: id, in: request.facilityID, until: request.until, as: caller, once: once,
        for: request)
      return request
    }
  }

  /// Answers `DELETE /v1/staff/{id}/roles/{role}`: withdraws one, in every facility.
  @Sendable static func revoke(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let role = try Line(exchange.parameters.require("role"), field: "role").rawValue
    try await exchange.records.revoke(
      Role(rawValue: role), from: exchange.id(of: "member of staff"), as: exchange.caller(.operations))
    return Response(status: .noContent)
  }
}
