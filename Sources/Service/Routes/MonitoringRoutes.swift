import Clinic
import Foundation
import Hummingbird
import Records

/// The protocols by which people are watched.
enum MonitoringRoutes {
  static let all = [
    Endpoint("/v1/protocols", get: .signedIn(list), post: .needs(.protocolLoad, load)),
    Endpoint("/v1/episodes/{id}/monitorings", post: .needs(.monitoringOrder, start)),
    Endpoint("/v1/monitorings/{id}/stop", post: .needs(.monitoringOrder, stop)),
    Endpoint("/v1/monitorings/{id}/words", post: .needs(.flowsheetRecord, say)),
  ]

  /// Answers `GET /v1/protocols`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    _ = try exchange.query()
    let all = try await exchange.records.run(
      as: caller, Action("protocol.list", needs: nil), Protocols.inForce)
    return exchange.answer(all.map(ProtocolRepresentation.init))
  }

  /// Answers `POST /v1/protocols`: puts a protocol of the clinic's own in force.
  @Sendable static func load(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let request = try ProtocolRequest(JSONNode(body: try await exchange.body()))
    try await exchange.records.load(request.entry, as: caller)
    return exchange.answer(
      ProtocolRepresentation(
        ProtocolRecord(definition: request.entry.definition, text: request.entry.text, isShipped: false)))
  }

  /// Answers `POST /v1/episodes/{id}/monitorings`.
  @Sendable static func start(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try MonitoringRequest(JSONNode(body: body))
    let episode: Episode.ID = try exchange.id(of: "episode")
    let now = exchange.now
    var ids = IdentifierSource(at: now)
    let order = MonitoringOrder(
      id: ids.next(), slug: request.slug, startsAt: request.startsAt ?? now, countedFrom: request.countedFrom)
    return try await exchange.writing(
      body, as: caller,
      answer: {
        .created(MonitoringRepresentation($0, plan: nil, at: now), at: "/v1/episodes/\(episode)/flowsheet")
      }
    ) { once in
      try await exchange.records.start(order, in: episode, as: caller, once: once)
    }
  }

  /// Answers `POST /v1/monitorings/{id}/stop`.
  @Sendable static func stop(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let request = try MonitoringStopRequest(JSONNode(body: try await exchange.body()))
    let id: MonitoringRecord.ID = try exchange.id(of: "protocol")
    let stopped = try await exchange.records.stop(
      id, at: request.at ?? exchange.now, reason: request.reason, as: caller)
    return exchange.answer(MonitoringRepresentation(stopped, plan: nil, at: exchange.now))
  }

  /// Answers `POST /v1/monitorings/{id}/words`: why a check was not done, or what was answered to what it raised.
  @Sendable static func say(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try CheckWordRequest(JSONNode(body: body))
    let id: MonitoringRecord.ID = try exchange.id(of: "protocol")
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(CheckWordRepresentation($0), at: "/v1/due-checks") }
    ) { once in
      try await exchange.records.say(
        request.word, of: request.check, in: id, at: request.at ?? exchange.now, reason: request.reason,
        as: caller, once: once)
    }
  }
}
