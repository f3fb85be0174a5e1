import Clinic
import Hummingbird
import Records

/// Levels of care: the one that is given, the one that is authorized, and how they were assessed.
enum LevelRoutes {
  static let all = [
    Endpoint("/v1/episodes/{id}/levels", get: .needs(.episodeRead, timeline)),
    Endpoint("/v1/episodes/{id}/level-assessments", post: .needs(.levelAssess, assess)),
    Endpoint("/v1/level-gaps", get: .needs(.episodeRead, gaps)),
  ]

  /// Answers `GET /v1/episodes/{id}/levels`: both timelines, and where they part.
  @Sendable static func timeline(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Episode.ID = try exchange.id(of: "episode")
    let (stays, authorizations, assessments) = try await exchange.records.run(
      as: exchange.caller(), Action("level.timeline", needs: .episodeRead, subject: id.rawValue),
      Stays.of(id),
      Authorizations.of(id), LevelAssessments.of(id))
    guard
      let timeline = LevelTimelineRepresentation(stays, authorizations, assessments, at: exchange.now)
    else { throw NotFound("episode") }
    return exchange.answer(timeline)
  }

  /// Answers `POST /v1/episodes/{id}/level-assessments`.
  @Sendable static func assess(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try LevelAssessmentRequest(JSONNode(body: body))
    let episode: Episode.ID = try exchange.id(of: "episode")
    var ids = IdentifierSource(at: exchange.now)
    let assessment = try request.assessment(ids.next(), of: episode, at: exchange.now)
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(LevelAssessmentRepresentation($0), at: "/v1/episodes/\(episode)/levels") }
    ) { once in
      try await exchange.records.record(assessment, as: caller, once: once)
      return assessment
    }
  }

  /// Answers `GET /v1/level-gaps?facility=&days=`: who has days that are not authorized.
  @Sendable static func gaps(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("facility", "days")
    let facility: Facility.ID? = try query.optional("facility") { try $0.identifier() }
    let days = try query.count("days", limit: 366, otherwise: 30)
    let found = try await exchange.records.run(
      as: exchange.caller(), Action("level.gaps", needs: .episodeRead),
      list: LevelGaps.all(facility: facility, days: days, at: exchange.now))
    return exchange.answer(found.map(LevelGapRepresentation.init))
  }
}
