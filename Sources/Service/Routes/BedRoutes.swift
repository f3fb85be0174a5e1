import Clinic
import Hummingbird
import Records

/// Beds, what is done with them, and the houses they stand in.
enum BedRoutes {
  static let all = [
    Endpoint("/v1/facilities", get: .signedIn(facilities)),
    Endpoint("/v1/beds", get: .needs(.bedRead, beds)),
    Endpoint("/v1/beds/{id}/holds", post: .needs(.bedHold, hold)),
    Endpoint("/v1/beds/{id}/arrivals", post: .needs(.bedHold, planArrival)),
    Endpoint("/v1/beds/{id}/blocks", post: .needs(.bedBlock, block)),
    Endpoint("/v1/beds/{id}/release", post: .needs(.bedHold, release)),
    Endpoint("/v1/episodes/{id}/bed", post: .needs(.episodeMove, move)),
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

  /// Answers `POST /v1/beds/{id}/holds`.
  @Sendable static func hold(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try HoldRequest(JSONNode(body: body))
    let during = try request.during(from: exchange.now)
    return try await occupy(exchange, body, caller, .hold, for: request.seeker, during: during) {
      bed, id, once in
      try await exchange.records.hold(
        bed, for: request.seeker, from: during.start, until: request.until, reason: request.reason,
        occupation: id, as: caller, once: once)
    }
  }

  /// Answers `POST /v1/beds/{id}/arrivals`: keeps the bed for somebody from their arrival on.
  @Sendable static func planArrival(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try ArrivalRequest(JSONNode(body: body))
    let during = try request.during()
    return try await occupy(
      exchange, body, caller, .planned, for: request.seeker, during: during
    ) { bed, id, once in
      try await exchange.records.planArrival(
        in: bed, of: request.seeker, at: during.start, until: request.until, reason: request.reason,
        occupation: id, as: caller, once: once)
    }
  }

  /// Answers `POST /v1/beds/{id}/blocks`.
  @Sendable static func block(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try BlockRequest(JSONNode(body: body))
    let during = try request.during(from: exchange.now)
    return try await occupy(
      exchange, body, caller, .blocked, for: nil, cause: request.cause, during: during
    ) { bed, id, once in
      try await exchange.records.block(
        bed, during: during, cause: request.cause, reason: request.reason, occupation: id, as: caller,
        once: once)
    }
  }

  /// Makes an occupation under its key, and answers with it and what is to be known about it.
  private static func occupy(
    _ exchange: Exchange, _ body: [UInt8], _ caller: Caller, _ kind: OccupationKind, for seeker: BedSeeker?,
    cause: BlockCause? = nil, during: Interval,
    _ work: (Bed.ID, Occupation.ID, Once<Occupation.ID>?) async throws -> Void
  ) async throws -> Response {
    let bed: Bed.ID = try exchange.id(of: "bed")
    var ids = IdentifierSource(at: exchange.now)
    let occupation: Occupation.ID = ids.next()
    let warnings = try await exchange.records.warnings(of: bed, for: seeker?.patientID, as: caller)
    let made = OccupationRepresentation(
      occupation, bed: bed, kind: kind, seeker: seeker, cause: cause, during: during, warnings: warnings)
    return try await exchange.writing(
      body, as: caller, answer: { _ in .created(made, at: "/v1/beds") }
    ) { once in
      try await work(bed, occupation, once)
      return occupation
    }
  }

  /// Answers `POST /v1/episodes/{id}/bed`: another bed of the same stage.
  @Sendable static func move(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try BedMoveRequest(JSONNode(body: body))
    let id: Episode.ID = try exchange.id(of: "episode")
    let at = request.at ?? exchange.now
    let found = try await exchange.records.run(
      as: caller, Action(.episodeRead, subject: id.rawValue), Episodes.find(id))
    guard let record = found else { throw NotFound("episode") }
    let warnings = try await exchange.records.warnings(
      of: request.bedID, for: record.episode.patientID, as: caller)
    return try await exchange.writing(
      body, as: caller,
      answer: { (move: BedMove) in
        .created(
          BedMoveRepresentation(move, warnings: warnings), at: "/v1/episodes/\(id)", version: move.version)
      }
    ) { once in
      let version = try exchange.expectedVersion("episode")
      return try await exchange.records.moveBed(
        in: id, to: request.bedID, at: at, reason: request.reason, version: version, as: caller, once: once)
    }
  }

  /// Answers `POST /v1/beds/{id}/release`: ends a hold, a planned arrival or a block.
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
