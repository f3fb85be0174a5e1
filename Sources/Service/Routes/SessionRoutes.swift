import Clinic
import Foundation
import Hummingbird
import Records

/// Coming in and going: sessions, tokens, the own password.
enum SessionRoutes {
  static let all = [
    Endpoint(
      "/v1/sessions", get: .signedIn(list), post: .open(signIn), delete: .signedIn(endOthers)),
    Endpoint("/v1/sessions/{id}", delete: .signedIn(end)),
    Endpoint("/v1/tokens", post: .signedIn(issue)),
    Endpoint("/v1/me/password", post: .signedIn(changePassword)),
  ]

  /// Answers `POST /v1/sessions`: somebody signs in.
  @Sendable static func signIn(_ exchange: Exchange) async throws -> Response {
    let request = try SignInRequest(JSONNode(body: try await exchange.body()))
    let opened = try await exchange.desk.signIn.signIn(
      SignInAttempt(
        handle: request.handle, password: request.password, code: request.code,
        organization: request.organization, source: .http, requestID: exchange.requestID,
        address: exchange.address))
    return exchange.answer(
      .created(SignedInRepresentation(opened), at: "/v1/sessions/\(opened.session)"))
  }

  /// Answers `GET /v1/sessions`: those of whoever asks, tokens too.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let sessions = try await exchange.records.run(
      as: exchange.caller(), Action("session.list", needs: nil), Sessions.mine(at: exchange.now))
    return exchange.answer(sessions.map(SessionRepresentation.init))
  }

  /// Answers `DELETE /v1/sessions`: all others end.
  @Sendable static func endOthers(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    try await exchange.records.endOtherSessions(as: exchange.caller())
    return Response(status: .noContent)
  }

  /// Answers `DELETE /v1/sessions/{id}`: one ends, be it the one that asks.
  @Sendable static func end(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let caller = try exchange.caller()
    guard let id: Session.ID = try? exchange.id(of: "session") else {
      // Whoever is not signed in learns that first.
      _ = try await exchange.records.run(
        as: caller, Action("session.list", needs: nil), Sessions.mine(at: exchange.now))
      throw NotFound("session")
    }
    try await exchange.records.end(id, as: caller)
    return Response(status: .noContent)
  }

  /// Answers `POST /v1/tokens`: a token for a program, shown once.
  @Sendable static func issue(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let request = try TokenRequest(JSONNode(body: try await exchange.body()))
    let (id, token) = try await exchange.records.issueToken(
      label: request.label, permissions: request.permissions, until: request.expiresAt, as: caller)
    return exchange.answer(
      .created(TokenRepresentation(id: id, token: token, request), at: "/v1/sessions/\(id)"))
  }

  /// Answers `POST /v1/me/password`: changes it, and the other sessions end.
  @Sendable static func changePassword(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let request = try PasswordRequest(JSONNode(body: try await exchange.body()))
    try await exchange.desk.signIn.changePassword(from: request.old, to: request.new, as: caller)
    return Response(status: .noContent)
  }
}
