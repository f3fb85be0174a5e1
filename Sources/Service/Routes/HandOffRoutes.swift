import Clinic
import Hummingbird
import Records

/// Who takes a person over after a stay.
enum HandOffRoutes {
  static let all = [
    Endpoint("/v1/stays/{id}/hand-offs", post: .needs(.stepDownWork, offer)),
    Endpoint("/v1/hand-offs/{id}/answers", post: .needs(.stepDownWork, answer)),
  ]

  /// Answers `POST /v1/stays/{id}/hand-offs`.
  @Sendable static func offer(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try HandOffRequest(JSONNode(body: body))
    let stay: Stay.ID = try exchange.id(of: "stay")
    if let at = request.offeredAt, at > exchange.now { throw InvalidValue.inFuture("offered_at") }
    let receiver = try await receiver(request, exchange)
    var ids = IdentifierSource(at: exchange.now)
    let handOff = HandOff(
      id: ids.next(), stayID: stay, receiver: receiver, offeredAt: request.offeredAt ?? exchange.now,
      note: request.note)
    return try await exchange.writing(
      body, as: caller, answer: { .created(HandOffRepresentation($0), at: "/v1/stays/\(stay)/step-down") }
    ) { once in
      try await exchange.records.offer(handOff, as: caller, once: once)
      return handOff
    }
  }

  private static func receiver(
    _ request: HandOffRequest, _ exchange: Exchange
  ) async throws -> HandOff.Receiver {
    if let name = request.name { return .outside(name: name, place: request.place) }
    guard let handle = request.handle else { throw NotFound("member of staff", field: "handle") }
    let colleague = try await exchange.records.colleague(handle.rawValue, as: exchange.caller())
    return .staff(colleague.id, name: colleague.name)
  }

  /// Answers `POST /v1/hand-offs/{id}/answers`.
  @Sendable static func answer(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try HandOffAnswerRequest(JSONNode(body: body))
    let id: HandOff.ID = try exchange.id(of: "hand-off")
    if let at = request.at, at > exchange.now { throw InvalidValue.inFuture("at") }
    let answer = HandOff.Answer(request.kind, at: request.at ?? exchange.now)
    return try await exchange.writing(
      body, as: caller, answer: { .created(HandOffAnswerRepresentation(id, $0), at: "/v1/step-down") }
    ) { once in
      try await exchange.records.answer(id, answer, note: request.note, as: caller, once: once)
      return answer
    }
  }
}
