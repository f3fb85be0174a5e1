import Clinic
import Hummingbird
import Records

/// Beds, who is in them, and the houses they stand in.
enum BedRoutes {
  static let all = [
    Endpoint("/v1/facilities", get: .signedIn(facilities)),
    Endpoint("/v1/beds", get: .needs(.bedRead, beds)),
    Endpoint("/v1/beds/{id}/holds", post: .needs(.bedHold, hold)),
    Endpoint("/v1/beds/{id}/release", post: .needs(.bedHold, release)),
    Endpoint("/v1/board", get: .needs(.boardRead, board)),
  ]

  /// Answers `GET /v1/facilities`.
  @Sendable static func facilities(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let found = try await exchange.records.run(
      as: exchange.caller(), Action("facility.list", needs: nil), Facilities.all)
    return exchange.answer(found.map(FacilityRepresentation.init))
  }

  /// Answers `GET /v1/beds?facility=&at=`.
  @Sendable static func beds(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("facility", "at")
    let facility: Facility.ID? = try query.optional("facility") { try $0.identifier() }
    let at = try query.optional("at") { try $0.instant() } ?? exchange.now
    let found = try await exchange.records.run(
      as: exchange.caller(), Action("bed.list", needs: .bedRead), Beds.all(facility: facility, at: at))
    return exchange.answer(found.map(BedRepresentation.init))
  }

  /// Answers `GET /v1/board?at=&known_at=&facility=`.
  @Sendable static func board(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("at", "known_at", "facility")
    let facility: Facility.ID? = try query.optional("facility") { try $0.identifier() }
    let at = try query.optional("at") { try $0.instant() } ?? exchange.now
    let knownAt = try query.optional("known_at") { try $0.instant() }
    let places = try await exchange.records.run(
      as: exchange.caller(), Action(.boardRead), list: Board.at(at, knownAt: knownAt, facility: facility))
    return exchange.answer(BoardRepresentation(places, at: at, knownAt: knownAt))
  }

  /// Answers `POST /v1/beds/{id}/holds`.
  @Sendable static func hold(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try HoldRequest(JSONNode(body: body))
    let bed: Bed.ID = try exchange.id(of: "bed")
    let during = try request.during(from: exchange.now)
    var ids = IdentifierSource(at: exchange.now)
    let occupation: Occupation.ID = ids.next()
    let held = OccupationRepresentation(
      occupation, bed: bed, kind: .hold, patient: request.patientID, during: during)
    return try await exchange.writing(
      body, as: caller, answer: { _ in .created(held, at: "/v1/beds") }
    ) { once in
      try await exchange.records.hold(
        bed, for: request.patientID, from: during.start, until: request.until, reason: request.reason,
        occupation: occupation, as: caller, once: once)
      return occupation
    }
  }

  /// Answers `POST /v1/beds/{id}/release`: ends a hold or a block.
  @Sendable static func release(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let request = try BedReleaseRequest(JSONNode(body: try await exchange.body()))
    let bed: Bed.ID = try exchange.id(of: "bed")
    let end = request.at ?? exchange.now
    let all = try await exchange.records.run(
      as: caller, Action(.bedRead, subject: bed.rawValue), Occupations.releasable(in: bed, after: end))
    guard let meant = try all.meant(request.occupationID, field: "occupation_id", words: \.words) else {
      throw NotFound("hold or block", field: request.occupationID.map { _ in "occupation_id" })
    }
    try await exchange.records.release(meant.occupation.id, at: end, as: caller)
    return exchange.answer(BedReleaseRepresentation(meant.occupation, at: end))
  }
}

extension OccupationRecord {
  /// "hold from 2026-06-15T08:00:00Z to 2026-06-16T12:00:00Z".
  fileprivate var words: String {
    let time = occupation.during
    let end = time.end.map { " to \(Timestamp.text($0))" } ?? ""
    return "\(occupation.kind.rawValue) from \(Timestamp.text(time.start))\(end)"
  }
}
