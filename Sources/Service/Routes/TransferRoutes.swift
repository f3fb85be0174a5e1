import Clinic
import Hummingbird
import Records

/// Handing somebody over to another facility of the organization.
enum TransferRoutes {
  static let all = [
    Endpoint("/v1/transfers", get: .needs(.episodeRead, list), post: .needs(.transferRequest, request)),
    Endpoint("/v1/transfers/{id}", get: .needs(.episodeRead, show)),
    Endpoint("/v1/transfers/{id}/acceptance", post: .needs(.transferAnswer, accept)),
    Endpoint("/v1/transfers/{id}/decline", post: .needs(.transferAnswer, decline)),
    Endpoint("/v1/transfers/{id}/withdrawal", post: .needs(.transferRequest, withdraw)),
  ]

  /// Answers `GET /v1/transfers?state=`: to and from the facilities where the caller works.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("state")
    let state: TransferRequest.State? = try query.optional("state") { try $0.word() }
    let found = try await exchange.records.run(
      as: exchange.caller(), Action("transfer.list", needs: .episodeRead),
      list: TransferRequests.list(state: state))
    return exchange.answer(found.map(TransferRepresentation.init))
  }

  /// Answers `GET /v1/transfers/{id}`.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    return exchange.answer(try await read(exchange.id(of: "transfer request"), exchange))
  }

  /// Answers `POST /v1/transfers`.
  @Sendable static func request(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    var ids = IdentifierSource(at: exchange.now)
    let wanted = try TransferRequestBody(JSONNode(body: body)).request(&ids)
    return try await exchange.writing(body, as: caller, answer: requested) { once in
      try await exchange.records.request(wanted, as: caller, once: once)
    }
  }

  @Sendable private static func requested(_ request: TransferRequest) -> StoredAnswer {
    .created(RequestedRepresentation(request: request), at: "/v1/transfers/\(request.id)")
  }

  /// Answers `POST /v1/transfers/{id}/acceptance`.
  @Sendable static func accept(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try AcceptanceRequest(JSONNode(body: body))
    let id: TransferRequest.ID = try exchange.id(of: "transfer request")
    var ids = IdentifierSource(at: exchange.now)
    let (episode, move) = (ids.next() as Episode.ID, request.move.newMove(&ids, at: exchange.now))
    return try await exchange.writing(body, as: caller, answer: accepted) { once in
      try await exchange.records.accept(
        id, episode: episode, move, note: request.note, as: caller, once: once)
    }
  }

  @Sendable private static func accepted(_ outcome: TransferOutcome) -> StoredAnswer {
    .created(
      TransferOutcomeRepresentation(outcome), at: "/v1/episodes/\(outcome.admission.episodeID)",
      version: outcome.admission.version)
  }

  /// Answers `POST /v1/transfers/{id}/decline`.
  @Sendable static func decline(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let members = try JSONNode(body: try await exchange.body()).members(["reason"])
    let answer = try members["reason"].note()
    let id: TransferRequest.ID = try exchange.id(of: "transfer request")
    try await exchange.records.decline(id, answer: answer, as: caller)
    return exchange.answer(try await read(id, exchange))
  }

  /// Answers `POST /v1/transfers/{id}/withdrawal`.
  @Sendable static func withdraw(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    _ = try JSONNode(body: try await exchange.body()).members([])
    let id: TransferRequest.ID = try exchange.id(of: "transfer request")
    try await exchange.records.withdraw(id, as: caller)
    return exchange.answer(try await read(id, exchange))
  }

  private static func read(
    _ id: TransferRequest.ID, _ exchange: Exchange
  ) async throws -> TransferRepresentation {
    let found = try await exchange.records.run(
      as: exchange.caller(), Action("transfer.read", needs: .episodeRead, subject: id.rawValue),
      TransferRequests.find(id))
    guard let record = found else { throw NotFound("transfer request") }
    return TransferRepresentation(record)
  }
}
