import Clinic
import Hummingbird
import Records

/// What was answered to questionnaires and scales.
enum ScreeningRoutes {
  static let all = [
    Endpoint("/v1/screenings", get: .needs(.screeningRead, list), post: .needs(.screeningRecord, record)),
    Endpoint("/v1/screenings/{id}", get: .needs(.screeningRead, show)),
    Endpoint("/v1/screenings/{id}/history", get: .needs(.screeningRead, history)),
    Endpoint("/v1/screenings/{id}/corrections", post: .needs(.screeningRecord, correct)),
    Endpoint("/v1/screenings/{id}/entered-in-error", post: .needs(.screeningRecord, enterInError)),
    Endpoint("/v1/patients/{id}/trends/{slug}", get: .needs(.screeningRead, TrendRoute.show)),
  ]

  /// Answers `GET /v1/screenings?patient=&instrument=`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("patient", "instrument")
    let id: Patient.ID = try query.required("patient") { try $0.identifier() }
    let instrument = try query.optional("instrument") { try $0.slug() }
    let (patient, screenings) = try await exchange.records.run(
      as: exchange.caller(), Action("screening.list", needs: .screeningRead, patients: [id]),
      Patients.find(id), Screenings.of(id, instrument: instrument))
    guard patient != nil else { throw NotFound("patient", field: "patient") }
    return exchange.answer(screenings.map { ScreeningRepresentation($0) })
  }

  /// Answers `GET /v1/screenings/{id}`.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    return exchange.answer(ScreeningRepresentation(try await read(exchange)))
  }

  /// Answers `GET /v1/screenings/{id}/history`: how it was known, the latest first.
  @Sendable static func history(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Screening.ID = try exchange.id(of: "screening")
    let known = try await exchange.records.run(
      as: exchange.caller(), Action("screening.history", needs: .screeningRead, subject: id.rawValue),
      Screenings.history(of: id))
    guard !known.isEmpty else { throw NotFound("screening") }
    return exchange.answer(known.map { ScreeningRepresentation($0) })
  }

  /// Answers `POST /v1/screenings`: every answer is kept, the score is derived.
  @Sendable static func record(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let draft = try ScreeningRequest(JSONNode(body: body)).draft
    var ids = IdentifierSource(at: exchange.now)
    let id: Screening.ID = ids.next()
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(ScreeningRepresentation($0), at: "/v1/screenings/\($0.screening.id)") }
    ) { once in
      try await exchange.records.record(draft, id: id, as: caller, once: once)
    }
  }

  /// Answers `POST /v1/screenings/{id}/corrections`: what was known before stays readable.
  @Sendable static func correct(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let node = try JSONNode(body: body)
    let id: Screening.ID = try exchange.id(of: "screening")
    let reference = try await read(exchange).screening.instrument
    let instrument = try InstrumentLibrary.shipped().find(reference.slug, version: reference.version)
    let correction = try ScreeningCorrectionRequest(node, of: instrument).correction
    return try await exchange.writing(
      body, as: caller, answer: { .created(ScreeningRepresentation($0), at: "/v1/screenings/\(id)") }
    ) { once in
      try await exchange.records.correct(id, correction, as: caller, once: once)
    }
  }

  /// Answers `POST /v1/screenings/{id}/entered-in-error`.
  @Sendable static func enterInError(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let request = try ScreeningErrorRequest(JSONNode(body: try await exchange.body()))
    let id: Screening.ID = try exchange.id(of: "screening")
    try await exchange.records.enterInError(id, reason: request.reason, as: caller)
    return exchange.answer(ScreeningRepresentation(try await read(exchange)))
  }

  private static func read(_ exchange: Exchange) async throws -> ScreeningRecord {
    let id: Screening.ID = try exchange.id(of: "screening")
    let found = try await exchange.records.run(
      as: exchange.caller(), Action(.screeningRead, subject: id.rawValue), Screenings.find(id))
    guard let screening = found else { throw NotFound("screening") }
    return screening
  }
}
