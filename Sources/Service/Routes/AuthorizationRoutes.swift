import Clinic
import Hummingbird
import Records

/// What payers say of levels of care.
enum AuthorizationRoutes {
  static let all = [
    Endpoint(
      "/v1/episodes/{id}/authorizations", get: .needs(.episodeRead, list),
      post: .needs(.authorizationRecord, record)),
    Endpoint("/v1/authorizations/{id}/amendments", post: .needs(.authorizationRecord, amend)),
  ]

  /// Answers `GET /v1/episodes/{id}/authorizations`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Episode.ID = try exchange.id(of: "episode")
    let (episode, found) = try await exchange.records.run(
      as: exchange.caller(), Action("authorization.list", needs: .episodeRead, subject: id.rawValue),
      Episodes.find(id), Authorizations.of(id))
    guard episode != nil else { throw NotFound("episode") }
    return exchange.answer(found.map(AuthorizationRepresentation.init))
  }

  /// Answers `POST /v1/episodes/{id}/authorizations`.
  @Sendable static func record(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try AuthorizationRequest(JSONNode(body: body))
    let episode: Episode.ID = try exchange.id(of: "episode")
    var ids = IdentifierSource(at: exchange.now)
    let authorization = try request.authorization(ids.next(), of: episode)
    return try await exchange.writing(body, as: caller, answer: written) { once in
      try await exchange.records.record(authorization, as: caller, once: once)
      return authorization
    }
  }

  /// Answers `POST /v1/authorizations/{id}/amendments`: what is now said of it.
  @Sendable static func amend(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try AuthorizationAmendmentRequest(JSONNode(body: body))
    let id: Authorization.ID = try exchange.id(of: "authorization")
    return try await exchange.writing(body, as: caller, answer: written) { once in
      let found = try await exchange.records.run(
        as: caller, Action("authorization.read", needs: .episodeRead, subject: id.rawValue),
        Authorizations.find(id))
      guard let old = found else { throw NotFound("authorization") }
      let amended = try Authorization(
        id: id, episodeID: old.episodeID, payer: old.payer, reference: request.reference ?? old.reference,
        level: old.level, firstDay: request.firstDay ?? old.firstDay, lastDay: request.lastDay ?? old.lastDay,
        decision: request.decision ?? old.decision, reason: request.reason ?? old.reason)
      try await exchange.records.amend(amended, as: caller, once: once)
      return amended
    }
  }

  @Sendable private static func written(_ authorization: Authorization) -> StoredAnswer {
    .created(
      AuthorizationRepresentation(authorization), at: "/v1/episodes/\(authorization.episodeID)/authorizations"
    )
  }
}
