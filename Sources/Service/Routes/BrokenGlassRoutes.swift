import Clinic
import Hummingbird
import Records

/// Closed charts that were opened in an emergency, and what came of it.
enum BrokenGlassRoutes {
  static let all = [
    Endpoint("/v1/broken-glass", get: .needs(.glassReview, list), post: .needs(.chartBreakGlass, open)),
    Endpoint("/v1/broken-glass/{id}/review", post: .needs(.glassReview, review)),
  ]

  /// Answers `GET /v1/broken-glass?state=`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("state")
    let state: ReviewState? = try query.optional("state") { try $0.word() }
    let found = try await exchange.records.run(
      as: exchange.caller(.operations), Action("broken_glass.list", needs: .glassReview),
      list: BrokenGlasses.list(isReviewed: state.map { $0 == .reviewed }))
    return exchange.answer(found.map(BrokenGlassRepresentation.init))
  }

  /// Answers `POST /v1/broken-glass`; `AlertWatch` warns whoever runs the service.
  @Sendable static func open(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let grounds = try BrokenGlassRequest(JSONNode(body: try await exchange.body())).grounds
    var ids = IdentifierSource(at: exchange.now)
    let glass = try await exchange.records.breakGlass(grounds, id: ids.next(), as: caller)
    return exchange.answer(.created(BrokenGlassRepresentation(glass), at: "/v1/broken-glass"))
  }

  /// Answers `POST /v1/broken-glass/{id}/review`.
  @Sendable static func review(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let members = try JSONNode(body: try await exchange.body()).members(["finding"], optional: ["note"])
    let finding: BrokenGlass.Finding = try members["finding"].word()
    let note = try members.optional("note") { try $0.line() }
    let id: BrokenGlass.ID = try exchange.id(of: "broken glass")
    try await exchange.records.review(id, finding, note: note, as: caller)
    let found = try await exchange.records.run(
      as: caller, Action("broken_glass.read", needs: .glassReview, subject: id.rawValue),
      BrokenGlasses.find(id))
    guard let glass = found else { throw NotFound("broken glass") }
    return exchange.answer(BrokenGlassRepresentation(glass))
  }
}

/// Whether somebody has looked at it.
package enum ReviewState: String, CaseIterable, Sendable, Worded {
  case toReview = "to_review"
  case reviewed
}
