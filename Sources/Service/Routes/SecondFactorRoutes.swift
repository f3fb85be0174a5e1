import Clinic
import Hummingbird
import Records

/// The second factor of whoever asks.
enum SecondFactorRoutes {
  static let all = [
    Endpoint("/v1/me/factor", get: .signedIn(show), post: .signedIn(begin)),
    Endpoint("/v1/me/factor/confirmation", post: .signedIn(confirm)),
    Endpoint("/v1/me/factor/recovery-codes", post: .signedIn(renewCodes)),
    Endpoint("/v1/me/factor/removal", post: .signedIn(remove)),
  ]

  /// Answers `GET /v1/me/factor`: whether there is one, without its secret.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let factor = try await exchange.records.run(
      as: exchange.caller(), Action("factor.read", needs: nil), SecondFactors.mine)
    return exchange.answer(SecondFactorRepresentation(factor))
  }

  /// Answers `POST /v1/me/factor`: begins one, whose secret is shown once.
  @Sendable static func begin(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let request = try OwnPasswordRequest(JSONNode(body: try await exchange.body()))
    let begun = try await exchange.desk.signIn.beginFactor(password: request.password, as: caller)
    return exchange.answer(
      .created(NewSecondFactorRepresentation(begun), at: "/v1/me/factor"))
  }

  /// Answers `POST /v1/me/factor/confirmation`: turns it on, and shows the recovery codes once.
  @Sendable static func confirm(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let request = try CodeRequest(JSONNode(body: try await exchange.body()))
    let codes = try await exchange.desk.signIn.confirmFactor(code: request.code, as: caller)
    return exchange.answer(RecoveryCodesRepresentation(codes))
  }

  /// Answers `POST /v1/me/factor/recovery-codes`: new ones, in the place of the old.
  @Sendable static func renewCodes(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let request = try CodeRequest(JSONNode(body: try await exchange.body()))
    let codes = try await exchange.desk.signIn.renewRecoveryCodes(code: request.code, as: caller)
    return exchange.answer(RecoveryCodesRepresentation(codes))
  }

  /// Answers `POST /v1/me/factor/removal`: the password is enough again.
  @Sendable static func remove(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let request = try FactorRemovalRequest(JSONNode(body: try await exchange.body()))
    try await exchange.desk.signIn.removeFactor(password: request.password, code: request.code, as: caller)
    return Response(status: .noContent)
  }
}
