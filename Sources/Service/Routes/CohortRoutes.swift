import Clinic
import HTTPTypes
import Hummingbird
import Records
import Reports

/// Cohort reports, in the form that the caller accepts.
enum CohortRoutes {
  static let all = [
    Endpoint("/v1/cohorts/report", get: .needs(.reportRun, shipped), post: .needs(.reportRun, report))
  ]

  /// Answers `GET /v1/cohorts/report?definition=&as_of=&known_at=&suppress=&purpose=&time_limit=`: of a shipped definition.
  @Sendable static func shipped(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("definition", "as_of", "known_at", "suppress", "purpose", "time_limit")
    let definition = try query.required("definition") { try CohortRequest.shipped($0.text()) }
    let asOf = try query.optional("as_of") { try $0.instant() }
    let knownAt = try query.optional("known_at") { try $0.instant() }
    let suppress = try query.optional("suppress") { try $0.text() }
    if let suppress, !["true", "false"].contains(suppress) {
      throw InvalidValue(
        "invalid-flag", field: "suppress", problem: "is not true or false", remedy: "Give true or false.")
    }
    let purpose: Caller.Purpose = try query.optional("purpose") { try $0.word() } ?? .operations
    return try await run(
      CohortRequest(
        definition, asOf: asOf, knownAt: knownAt, isReleased: suppress == "true", purpose: purpose,
        timeLimit: query.timeLimit()), exchange)
  }

  /// Answers `POST /v1/cohorts/report`: of a definition in the body, too; nothing is written.
  @Sendable static func report(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.caller()
    return try await run(CohortRequest(JSONNode(body: try await exchange.body())), exchange)
  }

  private static func run(_ request: CohortRequest, _ exchange: Exchange) async throws -> Response {
    guard let form = ReportForm(accepting: exchange.request.headers[.accept]) else {
      throw Problem(
        .notAcceptable, "not-acceptable", "There is no report in that form.", field: "Accept",
        remedy: "Accept one of \(ReportForm.allCases.map(\.rawValue).listing).")
    }
    let caller = try exchange.caller(request.purpose)
    let report = try await Reports.run(
      request.definition, asOf: request.asOf, knownAt: request.knownAt, within: request.timeLimit,
      on: exchange.records, as: caller)
    // Whoever may not see small counts gets what may leave, whatever they ask for.
    let seesCells = try await exchange.records.seesSmallCounts(as: caller)
    let isReleased = request.isReleased || !seesCells
    guard let text = try isReleased ? form.text(of: report.released()) : form.text(of: report) else {
      throw Problem(
        .notAcceptable, "nothing-to-draw", "The definition has no measure that can be drawn.",
        field: "Accept",
        remedy: "Add a measure that is drawn, such as retention, or accept another form.")
    }
    var headers: HTTPFields = [.contentType: form.contentType, .vary: "Accept"]
    if form != .json { headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'" }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

/// A form of a report.
enum ReportForm: String, CaseIterable {
  case json = "application/json"
  case csv = "text/csv"
  case svg = "image/svg+xml"
  case html = "text/html"

  var contentType: String {
    switch self {
    case .json, .svg: rawValue
    case .csv, .html: "\(rawValue); charset=utf-8"
    }
  }

  /// The first form that the caller accepts, in the caller's order of preference; nil for none.
  init?(accepting header: String?, among forms: [ReportForm] = ReportForm.allCases) {
    guard let header else {
      self = .json
      return
    }
    let wanted = header.split(separator: ",").map { range -> (type: String, quality: Double) in
      let parts = range.split(separator: ";").map(\.trimmed)
      let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
      return (parts.first?.lowercased() ?? "", quality ?? 1)
    }
    let accepted = wanted.filter { $0.quality > 0 }.sorted { $0.quality > $1.quality }
    for range in accepted {
      let form = forms.first { form in
        range.type == "*/*" || range.type == form.rawValue
          || (range.type.hasSuffix("/*") && form.rawValue.hasPrefix(range.type.dropLast()))
      }
      if let form {
        self = form
        return
      }
    }
    return nil
  }

  /// The text of a report that may leave.
  func text(of report: ReleasedReport) throws -> String? {
    switch self {
    case .json: try report.json()
    case .csv: report.csv()
    case .svg: report.svg()
    case .html: report.html()
    }
  }

  /// Nil when there is nothing to draw.
  func text(of report: CohortReport) throws -> String? {
    switch self {
    case .json: try report.json()
    case .csv: report.csv()
    case .svg: report.svg()
    case .html: report.html()
    }
  }
}
