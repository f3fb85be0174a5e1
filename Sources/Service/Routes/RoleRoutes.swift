import Clinic
import Hummingbird
import Records

/// What each role may do.
enum RoleRoutes {
  static let all = [Endpoint("/v1/roles", get: .needs(.staffRead, list))]

  /// Answers `GET /v1/roles`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let roles = try await exchange.records.run(
      as: exchange.caller(), Action("role.list", needs: .staffRead), Roles.list(at: exchange.now))
    return exchange.answer(roles.map(RoleRepresentation.init))
  }
}
