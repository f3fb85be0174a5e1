import Clinic
import Hummingbird
import Records

/// Who works here, for those who look after it.
enum StaffRoutes {
  static let all = [Endpoint("/v1/staff", get: .needs(.staffRead, list))]

  /// Answers `GET /v1/staff`: all of them, also those who are disabled.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let staff = try await exchange.records.run(
      as: exchange.caller(.operations), Action("staff.list", needs: .staffRead),
      StaffMembers.list(at: exchange.now))
    return exchange.answer(staff.map(StaffRepresentation.init))
  }
}
