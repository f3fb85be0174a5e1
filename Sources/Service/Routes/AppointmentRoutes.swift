import Clinic
import Hummingbird
import Records

/// When somebody is seen after a stay, and what became of it.
enum AppointmentRoutes {
  static let all = [
    Endpoint(
      "/v1/episodes/{id}/appointments", get: .needs(.episodeRead, list), post: .needs(.stepDownWork, make)),
    Endpoint("/v1/appointments/{id}/outcome", post: .needs(.stepDownWork, settle)),
  ]

  /// Answers `GET /v1/episodes/{id}/appointments`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Episode.ID = try exchange.id(of: "episode")
    let (episode, found) = try await exchange.records.run(
      as: exchange.caller(), Action("appointment.list", needs: .episodeRead, subject: id.rawValue),
      Episodes.find(id), Appointments.of(id))
    guard episode != nil else { throw NotFound("episode") }
    return exchange.answer(found.map(AppointmentRepresentation.init))
  }

  /// Answers `POST /v1/episodes/{id}/appointments`.
  @Sendable static func make(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try AppointmentRequest(JSONNode(body: body))
    let episode: Episode.ID = try exchange.id(of: "episode")
    var ids = IdentifierSource(at: exchange.now)
    let appointment = Appointment(
      id: ids.next(), episodeID: episode, at: request.at, place: request.place, with: request.with)
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(AppointmentRepresentation($0), at: "/v1/episodes/\(episode)/appointments") }
    ) { once in
      try await exchange.records.make(appointment, as: caller, once: once)
      return appointment
    }
  }

  /// Answers `POST /v1/appointments/{id}/outcome`.
  @Sendable static func settle(_ exchange: Exchange) async throws -> Response {
    let request = try AppointmentOutcomeRequest(JSONNode(body: try await exchange.body()))
    let id: Appointment.ID = try exchange.id(of: "appointment")
    try await exchange.records.settle(id, as: request.state, reason: request.reason, by: exchange.caller())
    return Response(status: .noContent)
  }
}
