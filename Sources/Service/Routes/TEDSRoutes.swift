import Clinic
import Foundation
import Hummingbird
import Interchange
import Records

/// The report to the state: which facilities report, and what is wrong with what they would send.
enum TEDSRoutes {
  static let all = [
    Endpoint(
      "/v1/teds/reporters", get: .needs(.tedsRead, reporters), post: .needs(.tedsExport, enrol)),
    Endpoint("/v1/teds/check", get: .needs(.tedsRead, check)),
  ]

  /// Answers `GET /v1/teds/reporters`.
  @Sendable static func reporters(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let reporters = try await exchange.records.run(
      as: exchange.caller(.operations), Action("teds.reporters", needs: .tedsRead), TEDSReport.reporters)
    return exchange.answer(reporters.map(TEDSReporterRepresentation.init))
  }

  /// Answers `POST /v1/teds/reporters`: enrols a facility, or writes down anew how it reports.
  @Sendable static func enrol(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let body = try await exchange.body()
    let request = try TEDSReporterRequest(JSONNode(body: body))
    return try await exchange.writing(
      body, as: caller, answer: { .created(TEDSReporterRepresentation($0), at: "/v1/teds/reporters") }
    ) { once in
      try await TEDSReport(exchange.records, as: caller).enrol(request.reporter, once: once)
      return request.reporter
    }
  }

  /// Answers `GET /v1/teds/check?month=&facility=&rule=&severity=&owner=&limit=`.
  @Sendable static func check(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let query = try exchange.query("month", "facility", "rule", "severity", "owner", "limit")
    let month = try query.required("month") { try TEDSMonth($0.text()) }
    let facility: Facility.ID? = try query.optional("facility") { try $0.identifier() }
    let filter = TEDSIssueFilter(
      rule: try query.optional("rule") { try $0.word() },
      severity: try query.optional("severity") { try $0.word() },
      owner: try query.optional("owner") { try $0.line().rawValue },
      limit: try query.count("limit", limit: 1_000, otherwise: 200))
    let check = try await TEDSReport(exchange.records, as: caller).check(
      month, of: facility.map { [$0] }, filter)
    return exchange.answer(TEDSCheckRepresentation(check))
  }
}
