import Clinic
import HTTPTypes
import Hummingbird
import Records

/// The board: who is in which bed, then, now and in the days to come.
enum BoardRoutes {
  static let all = [
    Endpoint("/v1/board", get: .needs(.boardRead, board)),
    Endpoint("/v1/board/forecast", get: .needs(.boardRead, forecast)),
    Endpoint("/v1/board/events", get: .needs(.boardRead, events)),
  ]

  /// For how many seconds the feed of changes lasts at most.
  private static let feedSeconds = 600

  /// Answers `GET /v1/board?at=&known_at=&facility=`.
  @Sendable static func board(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("at", "known_at", "facility")
    let facility: Facility.ID? = try query.optional("facility") { try $0.identifier() }
    let at = try query.optional("at") { try $0.instant() } ?? exchange.now
    let knownAt = try query.optional("known_at") { try $0.instant() }
    let places = try await exchange.records.run(
      as: exchange.caller(), Action(.boardRead), list: Board.at(at, knownAt: knownAt, facility: facility))
    return exchange.answer(BoardRepresentation(places, at: at, knownAt: knownAt))
  }

  /// Answers `GET /v1/board/forecast?facility=`.
  @Sendable static func forecast(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("facility")
    let facility: Facility.ID? = try query.optional("facility") { try $0.identifier() }
    let units = try await exchange.records.run(
      as: exchange.caller(), Action("board.forecast", needs: .boardRead),
      BedForecast.from(exchange.now, facility: facility))
    return exchange.answer(ForecastRepresentation(units, from: exchange.now))
  }

  /// Answers `GET /v1/board/events?facility=&seconds=` with server-sent events.
  @Sendable static func events(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("facility", "seconds")
    let facility: Facility.ID? = try query.optional("facility") { try $0.identifier() }
    let seconds = try query.count("seconds", limit: feedSeconds, otherwise: feedSeconds)
    let own = try await exchange.records.run(
      as: exchange.caller(), Action("board.watch", needs: .boardRead), BoardChanges.facilities)
    let watched = own.filter { facility == nil || $0 == facility }
    if facility != nil, watched.isEmpty { throw NotFound("facility", field: "facility") }
    let feed = BoardFeed(
      changes: try await exchange.records.boardChanges(), facilities: watched, life: .seconds(seconds),
      heartbeat: .seconds(15))
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: feed.body)
  }
}
