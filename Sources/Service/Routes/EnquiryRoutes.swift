import Clinic
import Foundation
import HTTPTypes
import Hummingbird
import Records

/// Calls for help, before there is a chart.
enum EnquiryRoutes {
  static let all = [
    Endpoint("/v1/enquiries", get: .needs(.enquiryRead, queue), post: .needs(.enquiryLog, log)),
    Endpoint("/v1/enquiries/{id}", get: .needs(.enquiryRead, show), patch: .needs(.enquiryWork, lose)),
    Endpoint("/v1/enquiries/{id}/attempts", post: .needs(.enquiryWork, attempt)),
  ]

  /// Answers `GET /v1/enquiries`: the call-back queue, a page at a time.
  @Sendable static func queue(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("limit", "after")
    let limit = try query.count("limit", limit: 1_000, otherwise: 50)
    let place = try query.optional("after") { try QueuePlace(cursor: $0.text()) }
    let found = try await exchange.records.run(
      as: exchange.caller(), Action("enquiry.list", needs: .enquiryRead),
      Enquiries.queue(limit: limit, after: place))
    var response = exchange.answer(found.map(EnquiryRepresentation.init))
    if found.count == limit, let last = found.last?.enquiry {
      let cursor = QueuePlace(due: last.nextActionDueAt, id: last.id).cursor
      response.headers[.link] = "</v1/enquiries?limit=\(limit)&after=\(cursor)>; rel=\"next\""
    }
    return response
  }

  /// Answers `POST /v1/enquiries`.
  @Sendable static func log(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try EnquiryRequest(JSONNode(body: body))
    var ids = IdentifierSource(at: exchange.now)
    let enquiry = try request.enquiry(ids.next(), at: exchange.now)
    return try await exchange.writing(body, as: caller, answer: logged) { once in
      try await exchange.records.log(enquiry, facility: request.facilityID, as: caller, once: once)
      return enquiry
    }
  }

  @Sendable private static func logged(_ enquiry: Enquiry) -> StoredAnswer {
    .created(EnquiryRepresentation(new: enquiry), at: "/v1/enquiries/\(enquiry.id)", version: 1)
  }

  /// Answers `GET /v1/enquiries/{id}`, with the calls that were tried.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let (record, attempts) = try await read(exchange)
    return exchange.answer(EnquiryRepresentation(record, attempts: attempts), version: record.version)
  }

  /// Answers `PATCH /v1/enquiries/{id}`: closes it because it came to nothing.
  @Sendable static func lose(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    guard exchange.request.headers[.ifMatch] != nil else {
      throw Problem(
        .preconditionRequired, "if-match-required", "The request does not say which version it changes.",
        field: "If-Match", remedy: "Send the ETag that you read as If-Match.")
    }
    let request = try EnquiryLossRequest(JSONNode(body: try await exchange.body()))
    let id: Enquiry.ID = try exchange.id(of: "enquiry")
    do {
      let version = try exchange.expectedVersion("enquiry")
      try await exchange.records.lose(id, request.reason, version: version, as: caller)
    } catch let stale as Stale {
      guard let newer = try? await read(exchange).record.version else { throw stale }
      throw Problem(stale)?.with(.eTag, Exchange.tag(newer)) ?? stale
    }
    let (record, attempts) = try await read(exchange)
    return exchange.answer(EnquiryRepresentation(record, attempts: attempts), version: record.version)
  }

  /// Answers `POST /v1/enquiries/{id}/attempts`.
  @Sendable static func attempt(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try CallAttemptRequest(JSONNode(body: body))
    let id: Enquiry.ID = try exchange.id(of: "enquiry")
    let now = exchange.now
    if let at = request.at, at > now { throw InvalidValue.inFuture("at") }
    let me = try await exchange.records.run(as: caller, Action("staff.me", needs: nil), StaffMembers.me)
    var ids = IdentifierSource(at: now)
    let attempt = CallAttempt(
      id: ids.next(), enquiryID: id, at: request.at ?? now, by: me.id, outcome: request.outcome,
      note: request.note)
    return try await exchange.writing(
      body, as: caller, answer: { .created(CallAttemptRepresentation($0), at: "/v1/enquiries/\(id)") }
    ) { once in
      try await exchange.records.attempt(
        attempt, nextAction: request.nextAction, due: request.nextActionDueAt, as: caller, once: once)
      return attempt
    }
  }

  private static func read(
    _ exchange: Exchange
  ) async throws -> (record: EnquiryRecord, attempts: [CallAttempt]) {
    let id: Enquiry.ID = try exchange.id(of: "enquiry")
    let (found, attempts) = try await exchange.records.run(
      as: exchange.caller(), Action(.enquiryRead, subject: id.rawValue), Enquiries.find(id),
      Enquiries.attempts(of: id))
    guard let record = found else { throw NotFound("enquiry") }
    return (record, attempts)
  }
}

extension QueuePlace {
  /// The place as a word for an address; it holds a time and an identifier, nothing about anybody.
  var cursor: String {
    let time = due.map { String(Int64(($0.timeIntervalSince1970 * 1_000_000).rounded()), radix: 36) } ?? ""
    return "\(id).\(time)"
  }

  fileprivate init(cursor: String) throws {
    let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
    let time = parts.last.flatMap { Int64($0, radix: 36) }
    guard parts.count == 2, parts[0].utf8.count == 36, let id = Enquiry.ID(String(parts[0])),
      parts[1].isEmpty || time != nil, (-10_000_000_000_000_000...10_000_000_000_000_000).contains(time ?? 0)
    else {
      throw InvalidValue(
        "invalid-cursor", field: "after", problem: "is not a place in the queue",
        remedy: "Use the address that the Link header of the page before gives.")
    }
    self.init(due: time.map { Date(timeIntervalSince1970: Double($0) / 1_000_000) }, id: id)
  }
}
