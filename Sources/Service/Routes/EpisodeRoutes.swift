import Clinic
import HTTPTypes
import Hummingbird
import Records

/// Courses of treatment: admission, moves, corrections.
enum EpisodeRoutes {
  static let all = [
    Endpoint("/v1/episodes", post: .needs(.episodeMove, admit)),
    Endpoint("/v1/episodes/{id}", get: .needs(.episodeRead, show)),
    Endpoint("/v1/episodes/{id}/moves", post: .needs(.episodeMove, move)),
    Endpoint("/v1/episodes/{id}/corrections", post: .needs(.episodeCorrect, correct)),
    Endpoint("/v1/episodes/{id}/withdrawals", post: .needs(.episodeMove, withdraw)),
    Endpoint("/v1/episodes/{id}/restorations", post: .needs(.episodeCorrect, restore)),
  ]

  /// Answers `GET /v1/episodes/{id}`, with its stays and the moves as they now count.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Episode.ID = try exchange.id(of: "episode")
    let (found, moves) = try await exchange.records.run(
      as: exchange.caller(), Action(.episodeRead, subject: id.rawValue), Episodes.find(id, at: exchange.now),
      Moves.of(id))
    guard let record = found else { throw NotFound("episode") }
    return exchange.answer(EpisodeRepresentation(record, moves: moves), version: record.version)
  }

  /// Answers `POST /v1/episodes`.
  @Sendable static func admit(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try AdmissionRequest(JSONNode(body: body))
    var ids = IdentifierSource(at: exchange.now)
    let (id, move) = (ids.next() as Episode.ID, request.move.newMove(&ids, at: exchange.now))
    return try await exchange.writing(body, as: caller, answer: moved) { once in
      try await exchange.records.admit(
        request.patientID, to: request.facilityID, intake: request.intakeID, episode: id, move, as: caller,
        once: once)
    }
  }

  /// Answers `POST /v1/episodes/{id}/moves`.
  @Sendable static func move(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try EpisodeMoveRequest(JSONNode(body: body))
    let id: Episode.ID = try exchange.id(of: "episode")
    var ids = IdentifierSource(at: exchange.now)
    let move = request.move.newMove(&ids, at: exchange.now)
    return try await tellingNewer(id, exchange) {
      try await exchange.writing(body, as: caller, answer: moved) { once in
        let version = try exchange.expectedVersion("episode")
        return try await exchange.records.move(move, in: id, version: version, as: caller, once: once)
      }
    }
  }

  @Sendable private static func moved(_ outcome: MoveOutcome) -> StoredAnswer {
    .created(
      MoveOutcomeRepresentation(outcome), at: "/v1/episodes/\(outcome.episodeID)", version: outcome.version)
  }

  /// Answers `POST /v1/episodes/{id}/withdrawals`: takes back a move that is planned.
  @Sendable static func withdraw(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try WithdrawalRequest(JSONNode(body: body))
    let id: Episode.ID = try exchange.id(of: "episode")
    return try await tellingNewer(id, exchange) {
      try await exchange.writing(body, as: caller, answer: withdrawn) { once in
        let version = try exchange.expectedVersion("episode")
        return try await exchange.records.withdraw(
          request.moveID, reason: request.reason, in: id, version: version, as: caller, once: once)
      }
    }
  }

  @Sendable private static func withdrawn(_ outcome: WithdrawalOutcome) -> StoredAnswer {
    .created(
      WithdrawalRepresentation(outcome), at: "/v1/episodes/\(outcome.episodeID)", version: outcome.version)
  }

  /// Answers `POST /v1/episodes/{id}/restorations`: puts back an episode that was taken out as a whole.
  @Sendable static func restore(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try RestorationRequest(JSONNode(body: body))
    let id: Episode.ID = try exchange.id(of: "episode")
    return try await tellingNewer(id, exchange) {
      try await exchange.writing(body, as: caller, answer: restored) { once in
        let version = try exchange.expectedVersion("episode")
        return try await exchange.records.restore(
          id, reason: request.reason, version: version, as: caller, once: once)
      }
    }
  }

  @Sendable private static func restored(_ outcome: RestorationOutcome) -> StoredAnswer {
    .created(
      RestorationRepresentation(outcome), at: "/v1/episodes/\(outcome.episodeID)", version: outcome.version)
  }

  /// Answers `POST /v1/episodes/{id}/corrections`: puts a wrong move right, or shows what that would change.
  ///
  /// A preview writes nothing, so it claims no Idempotency-Key: the same key serves the correction that follows.
  @Sendable static func correct(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try CorrectionRequest(JSONNode(body: body))
    let id: Episode.ID = try exchange.id(of: "episode")
    var ids = IdentifierSource(at: exchange.now)
    let correction = request.correction(&ids)
    return try await tellingNewer(id, exchange) {
      if request.isPreview {
        let version = try exchange.expectedVersion("episode")
        let outcome = try await exchange.records.correct(
          correction, in: id, version: version, isPreview: true, as: caller)
        return exchange.answer(CorrectionRepresentation(outcome))
      }
      return try await exchange.writing(body, as: caller, answer: corrected) { once in
        let version = try exchange.expectedVersion("episode")
        return try await exchange.records.correct(
          correction, in: id, version: version, as: caller, once: once)
      }
    }
  }

  @Sendable private static func corrected(_ outcome: CorrectionOutcome) -> StoredAnswer {
    .created(
      CorrectionRepresentation(outcome), at: "/v1/episodes/\(outcome.episodeID)", version: outcome.version)
  }

  /// Whoever wrote on an old version is told the tag of the newer one.
  private static func tellingNewer(
    _ id: Episode.ID, _ exchange: Exchange, _ work: () async throws -> Response
  ) async throws -> Response {
    do {
      return try await work()
    } catch let stale as Stale {
      let newer = try await exchange.records.run(
        as: exchange.caller(), Action(.episodeRead, subject: id.rawValue), Episodes.find(id))
      guard let version = newer?.version else { throw NotFound("episode") }
      throw Problem(stale)?.with(.eTag, Exchange.tag(version)) ?? stale
    }
  }
}
