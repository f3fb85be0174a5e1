import Clinic
import Hummingbird
import Records

/// The board: who is in which bed, then, now and in the days to come.
enum BoardRoutes {
  static let all = [
    Endpoint("/v1/board", get: .needs(.boardRead, board))
  ]

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
}
