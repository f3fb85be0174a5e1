import Clinic
import Hummingbird
import Records

/// Questionnaires: which there are, and what was answered.
enum ScreeningRoutes {
  static let all = [
    Endpoint("/v1/instruments", get: .signedIn(instruments)),
    Endpoint("/v1/screenings", get: .needs(.screeningRead, list), post: .needs(.screeningRecord, record)),
    Endpoint("/v1/screenings/{id}", get: .needs(.screeningRead, show)),
  ]

  /// Answers `GET /v1/instruments`.
  @Sendable static func instruments(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    _ = try await exchange.records.run(
      as: exchange.caller(), Action("instrument.list", needs: nil), StaffMembers.me)
    return exchange.answer(try InstrumentLibrary.shipped().all.map(InstrumentRepresentation.init))
  }

  /// Answers `GET /v1/screenings?patient=`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("patient")
    let id: Patient.ID = try query.required("patient") { try $0.identifier() }
    let (patient, screenings) = try await exchange.records.run(
      as: exchange.caller(), Action("screening.list", needs: .screeningRead, patients: [id]),
      Patients.find(id), Screenings.of(id))
    guard patient != nil else { throw NotFound("patient", field: "patient") }
    return exchange.answer(screenings.map { ScreeningRepresentation($0) })
  }

  /// Answers `GET /v1/screenings/{id}`.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Screening.ID = try exchange.id(of: "screening")
    let found = try await exchange.records.run(
      as: exchange.caller(), Action(.screeningRead, subject: id.rawValue), Screenings.find(id))
    guard let screening = found else { throw NotFound("screening") }
    return exchange.answer(ScreeningRepresentation(screening))
  }

  /// Answers `POST /v1/screenings`: every answer is kept, the score is derived.
  @Sendable static func record(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try ScreeningRequest(JSONNode(body: body))
    let now = exchange.now
    if let at = request.at, at > now { throw InvalidValue.inFuture("at") }
    let instrument = try InstrumentLibrary.shipped().find(request.instrument, version: request.version)
    let (found, me) = try await exchange.records.run(
      as: caller, Action(.patientRead, patients: [request.patientID]), Patients.find(request.patientID),
      StaffMembers.me)
    guard let person = found else { throw NotFound("patient", field: "patient_id") }
    let score = try instrument.score(request.answers, sex: person.sex)
    var ids = IdentifierSource(at: now)
    let screening = Screening(
      id: ids.next(), patientID: request.patientID, episodeID: request.episodeID,
      instrument: instrument.reference,
      at: request.at ?? now, recordedBy: me.id, answers: request.answers)
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(ScreeningRepresentation($0, score), at: "/v1/screenings/\($0.id)") }
    ) { once in
      try await exchange.records.record(screening, scored: score, by: instrument, as: caller, once: once)
      return screening
    }
  }
}
