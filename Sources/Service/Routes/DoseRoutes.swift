import Clinic
import Foundation
import Hummingbird
import Records

/// What is due, and what was done about it.
enum DoseRoutes {
  static let all = [
    Endpoint("/v1/doses/due", get: .needs(.medicationRead, due)),
    Endpoint("/v1/medication-orders/{id}/doses", post: .needs(.medicationGive, act)),
    Endpoint("/v1/doses/{id}/corrections", post: .needs(.medicationGive, correct)),
  ]

  /// Answers `GET /v1/doses/due?facility=&within_hours=`: what waits, the oldest first.
  @Sendable static func due(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let query = try exchange.query("facility", "within_hours")
    let facility: Facility.ID? = try query.optional("facility") { try $0.identifier() }
    let hours = try query.count("within_hours", limit: 48, otherwise: 4)
    return exchange.answer(
      try await exchange.records.dueDoses(
        facility: facility, within: hours, at: exchange.now, as: caller))
  }

  /// Answers `POST /v1/medication-orders/{id}/doses`: a dose is given, held or refused.
  @Sendable static func act(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try DoseActRequest(JSONNode(body: body))
    let id: MedicationOrder.ID = try exchange.id(of: "order")
    let witness = try await exchange.staff(request.witness, "witness")
    var ids = IdentifierSource(at: exchange.now)
    let dose: Dose.ID = ids.next()
    let act = DoseRequest(
      request.outcome, dueAt: request.dueAt, at: request.at ?? exchange.now, amount: request.amount,
      cause: request.cause, note: request.note, witness: witness)
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(DoseOutcomeRepresentation($0), at: "/v1/doses/due") }
    ) { once in
      try await exchange.records.act(act, on: id, dose: dose, as: caller, once: once)
    }
  }

  /// Answers `POST /v1/doses/{id}/corrections`: what was written about the dose was an error.
  @Sendable static func correct(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try ReasonRequest(JSONNode(body: body))
    let id: Dose.ID = try exchange.id(of: "dose")
    return try await exchange.writing(
      body, as: caller, answer: { .created(MadeRepresentation($0), at: "/v1/doses/due") }
    ) { once in
      try await exchange.records.correct(id, reason: request.reason, as: caller, once: once)
      return id
    }
  }
}

extension Records {
  /// What waits to be given, of one facility or of all that the caller works in.
  package func dueDoses(
    facility: Facility.ID?, within hours: Int, at now: Date, as caller: Caller
  ) async throws -> DueDosesRepresentation {
    let lines = try await run(
      as: caller, Action("medication.due", needs: .episodeRead),
      list: Medications.due(facility: facility, at: now, since: now.addingTimeInterval(-14 * 3_600)))
    return DueDosesRepresentation(
      Medications.grouped(lines), within: hours, at: now, policy: try MedicationPolicy.shipped())
  }
}
