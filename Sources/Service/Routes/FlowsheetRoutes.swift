import Clinic
import Foundation
import HTTPTypes
import Hummingbird
import Records
import Reports

/// What is measured at the bedside, and what is due.
enum FlowsheetRoutes {
  static let all = [
    Endpoint("/v1/episodes/{id}/flowsheet", get: .needs(.flowsheetRead, show)),
    Endpoint("/v1/episodes/{id}/trend", get: .needs(.flowsheetRead, trend)),
    Endpoint("/v1/episodes/{id}/vitals", post: .needs(.flowsheetRecord, record)),
    Endpoint("/v1/vitals/{id}/corrections", post: .needs(.flowsheetRecord, correct)),
    Endpoint("/v1/due-checks", get: .needs(.flowsheetRead, due)),
  ]

  /// Answers `GET /v1/episodes/{id}/flowsheet`.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    _ = try exchange.query()
    let id: Episode.ID = try exchange.id(of: "episode")
    guard let record = try await exchange.records.flowsheet(of: id, as: caller) else {
      throw NotFound("episode")
    }
    return exchange.answer(FlowsheetRepresentation(record, at: exchange.now))
  }

  /// Answers `GET /v1/episodes/{id}/trend?of=&form=`.
  @Sendable static func trend(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let query = try exchange.query("of", "form")
    let name = try query.required("of") { try $0.line().rawValue }
    let form: TrendForm = try query.optional("form") { try $0.word() } ?? .json
    let id: Episode.ID = try exchange.id(of: "episode")
    guard let record = try await exchange.records.flowsheet(of: id, as: caller) else {
      throw NotFound("episode")
    }
    let trend = try BedsideTrendRepresentation(
      record, of: name, at: exchange.now, zone: TimeZone(identifier: record.timeZone) ?? .gmt)
    guard form == .svg else { return exchange.answer(trend) }
    return Response(
      status: .ok,
      headers: [
        .contentType: "image/svg+xml",
        .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(string: trend.plot.svg)))
  }

  /// Answers `POST /v1/episodes/{id}/vitals`.
  @Sendable static func record(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try VitalsRequest(JSONNode(body: body))
    let episode: Episode.ID = try exchange.id(of: "episode")
    var ids = IdentifierSource(at: exchange.now)
    let vitals = request.vitals(ids.next(), in: episode, now: exchange.now)
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(VitalsRepresentation($0), at: "/v1/episodes/\(episode)/flowsheet") }
    ) { once in
      try await exchange.records.record(vitals, as: caller, once: once)
    }
  }

  /// Answers `POST /v1/vitals/{id}/corrections`.
  @Sendable static func correct(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try VitalsCorrectionRequest(JSONNode(body: body))
    let id: Vitals.ID = try exchange.id(of: "set of signs")
    if request.isTakenBack {
      try await exchange.records.takeBack(id, reason: request.reason, as: caller)
      return Response(status: .noContent)
    }
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(VitalsRepresentation($0), at: "/v1/episodes/\($0.vitals.episodeID)/flowsheet") }
    ) { once in
      try await exchange.records.correct(id, reason: request.reason, as: caller, once: once) {
        request.change($0)
      }
    }
  }

  /// Answers `GET /v1/due-checks?facility=&unit=&within_hours=&since=&limit=&after=`: what is due first stands first.
  @Sendable static func due(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let query = try exchange.query("facility", "unit", "within_hours", "since", "limit", "after")
    let hours = try query.count("within_hours", limit: 168, otherwise: 4)
    let now = exchange.now
    let filter = DueFilter(
      facility: try query.optional("facility") { try $0.identifier() },
      unit: try query.optional("unit") { try $0.identifier() },
      until: now.addingTimeInterval(Double(hours) * 3_600),
      since: try query.optional("since") { try $0.instant() },
      limit: Int32(try query.count("limit", limit: 1_000, otherwise: 50)),
      after: try query.optional("after") { try DuePlace(cursor: $0.text()) })
    let page = try await DuePage(
      exchange.records.run(
        as: caller, Action("flowsheet.due", needs: .flowsheetRead), list: DueChecks.list(filter, at: now)))
    var response = exchange.answer(DueListRepresentation(page, filter: filter, at: now))
    if let next = page.next {
      let rest = (exchange.request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("after=") }
      let parts = rest + ["after=\(next.cursor)"]
      response.headers[.link] = "</v1/due-checks?\(parts.joined(separator: "&"))>; rel=\"next\""
    }
    return response
  }
}

/// How a trend is told.
enum TrendForm: String, CaseIterable, Hashable, Sendable, Worded {
  case json, svg
}
