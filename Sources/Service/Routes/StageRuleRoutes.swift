import Clinic
import HTTPTypes
import Hummingbird
import Records
import Reports

/// The stage rules in force: which moves they allow, as data and as a picture.
enum StageRuleRoutes {
  static let all = [
    Endpoint("/v1/stage-rules", get: .signedIn(rules)),
    Endpoint("/v1/stage-rules/picture", get: .signedIn(picture)),
  ]

  /// Answers `GET /v1/stage-rules`.
  @Sendable static func rules(_ exchange: Exchange) async throws -> Response {
    let rules = try await current(exchange)
    return exchange.answer(StageRulesRepresentation(version: rules.version, rules: rules.rules))
  }

  /// Answers `GET /v1/stage-rules/picture` with SVG.
  @Sendable static func picture(_ exchange: Exchange) async throws -> Response {
    let picture = StageRulesPicture(try await current(exchange)).svg
    return Response(
      status: .ok,
      headers: [
        .contentType: "image/svg+xml",
        .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'",
      ], body: ResponseBody(byteBuffer: ByteBuffer(string: picture)))
  }

  private static func current(_ exchange: Exchange) async throws -> StageRules {
    _ = try exchange.query()
    return try await exchange.records.run(
      as: exchange.caller(), Action("stage_rule.read", needs: nil), StageRuleBook.current)
  }
}
