import Clinic
import Hummingbird
import Records
import Reports

/// Reports that are kept, made again, and compared.
enum ReportRunRoutes {
  static let all = [
    Endpoint("/v1/report-runs", get: .needs(.reportRun, list), post: .needs(.reportRun, keep)),
    Endpoint("/v1/report-runs/{id}", get: .needs(.reportRun, show)),
    Endpoint("/v1/report-runs/{id}/repetitions", post: .needs(.reportRun, repeated)),
    Endpoint("/v1/report-runs/{id}/changes", get: .needs(.reportCells, changes)),
  ]

  /// Answers `GET /v1/report-runs?name=`: the newest first.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    let name = try exchange.query("name").optional("name") { try CohortRequest.name($0.text(), "name") }
    let runs = try await exchange.records.run(
      as: exchange.caller(.operations), Action("report.list", needs: .reportRun), ReportRun.list(of: name))
    return exchange.answer(runs.map(ReportRunRepresentation.init))
  }

  /// Answers `POST /v1/report-runs`: makes a report and keeps it.
  @Sendable static func keep(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let body = try await exchange.body()
    let request = try ReportRunRequest(JSONNode(body: body))
    var ids = IdentifierSource(at: exchange.now)
    let id: ReportRun.ID = ids.next()
    return try await exchange.writing(body, as: caller, answer: written) { once in
      try await exchange.records.keepReport(
        id, of: request.text, file: "yaml", asOf: request.asOf, knownAt: request.knownAt,
        keepingMembers: request.keepsMembers, within: request.timeLimit, as: caller, once: once
      ).run
    }
  }

  @Sendable private static func written(_ run: ReportRun) -> StoredAnswer {
    .created(ReportRunRepresentation(run), at: "/v1/report-runs/\(run.id)")
  }

  /// Answers `GET /v1/report-runs/{id}?purpose=`: the run with its report, as far as the caller may see it.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    let purpose: Caller.Purpose? = try exchange.query("purpose").optional("purpose") { try $0.word() }
    let caller = try exchange.caller(purpose ?? .operations)
    let kept = try await exchange.records.keptReport(exchange.id(of: "report run"), as: caller)
    let seesCells = try await exchange.records.seesSmallCounts(as: caller)
    return exchange.answer(KeptReportRepresentation(kept, isReleased: !seesCells))
  }

  /// Answers `POST /v1/report-runs/{id}/repetitions`: whether it is the same when it is made again; nothing is written.
  @Sendable static func repeated(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    _ = try JSONNode(body: try await exchange.body()).members([], optional: [])
    let again = try await exchange.records.repeatReport(exchange.id(of: "report run"), as: caller)
    return exchange.answer(ReportRepetitionRepresentation(again))
  }

  /// Answers `GET /v1/report-runs/{id}/changes?to=&people=&limit=`: why the figures of another run are not the same.
  @Sendable static func changes(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let query = try exchange.query("to", "people", "limit")
    let first: ReportRun.ID = try exchange.id(of: "report run")
    let last: ReportRun.ID = try query.required("to") { try $0.identifier() }
    let withPeople = try query.optional("people") { try $0.text() }
    if let withPeople, !["true", "false"].contains(withPeople) {
      throw InvalidValue(
        "invalid-flag", field: "people", problem: "is not true or false", remedy: "Give true or false.")
    }
    let limit = try query.count("limit", limit: 10_000, otherwise: 200)
    let difference = try await exchange.records.explainReports(from: first, to: last, as: caller)
    let people =
      withPeople == "true"
      ? try await exchange.records.peopleBehind(from: first, to: last, limit: limit, as: caller) : nil
    return exchange.answer(ReportDifferenceRepresentation(difference, people))
  }
}
