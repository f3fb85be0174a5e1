import Clinic
import Hummingbird
import Records
import Reports

/// Reports that are made again and again.
enum ReportScheduleRoutes {
  static let all = [
    Endpoint("/v1/report-schedules", get: .needs(.reportRun, list), post: .needs(.reportSchedule, add)),
    Endpoint(
      "/v1/report-schedules/{id}", get: .needs(.reportRun, show), delete: .needs(.reportSchedule, remove)),
    Endpoint(
      "/v1/report-schedules/{id}/pause", post: .needs(.reportSchedule, pause),
      delete: .needs(.reportSchedule, resume)),
  ]

  /// Answers `GET /v1/report-schedules`: all that were not removed.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let schedules = try await exchange.records.run(
      as: exchange.caller(.operations), Action("report.schedule.list", needs: .reportRun), ReportSchedule.all)
    return exchange.answer(schedules.map(ReportScheduleRepresentation.init))
  }

  /// Answers `POST /v1/report-schedules`; the folder is a name under the root that the service is given, and no path.
  @Sendable static func add(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let body = try await exchange.body()
    var ids = IdentifierSource(at: exchange.now)
    let request = try ReportScheduleRequest(JSONNode(body: body), id: ids.next())
    return try await exchange.writing(body, as: caller, answer: written) { once in
      try await exchange.records.addSchedule(request.schedule, as: caller, once: once)
    }
  }

  @Sendable private static func written(_ schedule: ReportSchedule) -> StoredAnswer {
    .created(ReportScheduleRepresentation(schedule), at: "/v1/report-schedules/\(schedule.id)")
  }

  /// Answers `GET /v1/report-schedules/{id}`: when it is made next, and how the last time went.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let caller = try exchange.caller(.operations)
    let schedule = try await exchange.records.schedule(exchange.id(of: "report schedule"), as: caller)
    return exchange.answer(ReportScheduleRepresentation(schedule))
  }

  /// Answers `DELETE /v1/report-schedules/{id}`: its outputs stay where they are.
  @Sendable static func remove(_ exchange: Exchange) async throws -> Response {
    try await set(.removed, exchange)
  }

  /// Answers `POST /v1/report-schedules/{id}/pause`: what goes by meanwhile is not caught up.
  @Sendable static func pause(_ exchange: Exchange) async throws -> Response {
    try await set(.paused, exchange)
  }

  /// Answers `DELETE /v1/report-schedules/{id}/pause`: lets it go on.
  @Sendable static func resume(_ exchange: Exchange) async throws -> Response {
    try await set(.active, exchange)
  }

  private static func set(_ state: ReportSchedule.State, _ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let caller = try exchange.caller(.operations)
    try await exchange.records.setSchedule(exchange.id(of: "report schedule"), to: state, as: caller)
    return Response(status: .noContent)
  }
}
