import Clinic
import Hummingbird
import Records
import Reports

/// The people behind a figure of a report.
enum FigureMemberRoutes {
  static let all = [
    Endpoint("/v1/reports/members", get: .needs(.reportRun, shipped), post: .needs(.reportRun, own))
  ]

  /// Answers `GET /v1/reports/members?definition=&measure=&figure=&panel=&group=&day=`: of a definition that is shipped.
  @Sendable static func shipped(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.caller()
    let query = try exchange.query(
      "definition", "measure", "figure", "panel", "group", "day", "as_of", "known_at", "limit", "purpose",
      "time_limit")
    let definition = try query.required("definition") { try CohortRequest.shipped($0.text()) }
    let cell = Cell(
      panel: try query.optional("panel") { try $0.text() },
      measure: try query.required("measure") { try $0.text() },
      group: try query.optional("group") { try $0.text() },
      figure: try query.required("figure") { try $0.text() },
      day: try query["day"].map { try Self.day(Int($0)) })
    let request = CohortRequest(
      definition, asOf: try query.optional("as_of") { try $0.instant() },
      knownAt: try query.optional("known_at") { try $0.instant() },
      purpose: try query.optional("purpose") { try $0.word() } ?? .operations,
      timeLimit: try query.timeLimit())
    return try await list(
      cell, request, limit: query.count("limit", limit: 10_000, otherwise: 1_000), exchange)
  }

  /// Answers `POST /v1/reports/members`: of a definition in the body, too; nothing is written.
  @Sendable static func own(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.caller()
    let body = try JSONNode(body: try await exchange.body())
    let members = try body.members(["cohort", "measure", "figure"], optional: ["panel", "group", "day"])
    let request = try CohortRequest(members["cohort"])
    let cell = Cell(
      panel: try members.optional("panel") { try $0.text() }, measure: try members["measure"].text(),
      group: try members.optional("group") { try $0.text() }, figure: try members["figure"].text(),
      day: try members.optional("day") { try Self.day($0.number(Int.self)) })
    return try await list(cell, request, limit: 1_000, exchange)
  }

  private static func day(_ number: Int?) throws -> Int {
    guard let number, (0...3_660).contains(number) else {
      throw InvalidValue(
        "out-of-range", field: "day", problem: "is not a whole number from 0 to 3660",
        remedy: "Give a day that the report has.")
    }
    return number
  }

  private static func list(
    _ cell: Cell, _ request: CohortRequest, limit: Int, _ exchange: Exchange
  ) async throws -> Response {
    let found = try await exchange.records.members(
      of: cell, in: request.definition, asOf: request.asOf, knownAt: request.knownAt, limit: limit,
      within: request.timeLimit, as: exchange.caller(request.purpose))
    return exchange.answer(FigureMembersRepresentation(found))
  }
}
