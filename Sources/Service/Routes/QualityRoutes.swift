import Clinic
import Foundation
import Hummingbird
import Postgres
import Records

/// The board of data quality, and the lists behind its figures.
enum QualityRoutes {
  static let all = [
    Endpoint("/v1/data-quality", get: .needs(.qualityRead, board)),
    Endpoint("/v1/data-quality/items", get: .needs(.qualityRead, items)),
  ]

  /// Answers `GET /v1/data-quality?facility=&days=&late_after=&idle_after=`.
  @Sendable static func board(_ exchange: Exchange) async throws -> Response {
    let scope = try scope(exchange.query("facility", "days", "late_after", "idle_after"), exchange)
    let counts = try await exchange.records.run(
      as: exchange.caller(.operations), Action("quality.board", needs: .qualityRead),
      Quality.board(of: scope, at: exchange.now), on: .reporting)
    return exchange.answer(QualityBoardRepresentation(counts, scope))
  }

  /// Answers `GET /v1/data-quality/items?kind=&staff=&limit=` and the parameters of the board.
  @Sendable static func items(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("kind", "staff", "limit", "facility", "days", "late_after", "idle_after")
    let scope = try scope(query, exchange)
    let kind: QualityPurpose = try query.required("kind") { try $0.word() }
    let staff = try query.optional("staff") { try $0.line().rawValue }
    let limit = try query.count("limit", limit: 1_000, otherwise: 100)
    let items = try await exchange.records.run(
      as: exchange.caller(.operations), Action("quality.list", needs: .qualityRead),
      list: Quality.list(kind, of: scope, staff: staff, limit: limit, at: exchange.now), on: .reporting)
    return exchange.answer(items.map(QualityItemRepresentation.init))
  }

  private static func scope(_ query: QueryParameters, _ exchange: Exchange) throws -> QualityScope {
    let days = try query.count("days", limit: 3_650, otherwise: 90)
    return QualityScope(
      facility: try query.optional("facility") { try $0.identifier() },
      from: exchange.now.addingTimeInterval(Double(-86_400 * days)), to: exchange.now,
      lateAfter: Int32(try query.count("late_after", limit: 3_650, otherwise: 3)),
      idleAfter: Int32(try query.count("idle_after", limit: 3_650, otherwise: 7)))
  }
}
