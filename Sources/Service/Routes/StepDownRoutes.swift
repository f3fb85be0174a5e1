import Clinic
import Foundation
import Hummingbird
import Records
import Reports

/// The way down the steps: who leaves a stage when, and what is missing for it.
enum StepDownRoutes {
  static let all = [
    Endpoint("/v1/step-down", get: .needs(.episodeRead, list)),
    Endpoint("/v1/step-down/continuity", get: .needs(.reportRun, continuity)),
    Endpoint(
      "/v1/stays/{id}/step-down", get: .needs(.episodeRead, show), post: .needs(.stepDownWork, plan)),
    Endpoint("/v1/stays/{id}/step-down/owners", post: .needs(.stepDownWork, own)),
  ]

  /// Answers `GET /v1/step-down?facility=&within_hours=`: what is due first stands first.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("facility", "within_hours")
    let facility: Facility.ID? = try query.optional("facility") { try $0.identifier() }
    let hours = try query["within_hours"].map { _ in
      try query.count("within_hours", limit: 10_000, otherwise: 24)
    }
    let stays = try await exchange.records.run(
      as: exchange.caller(), Action("step_down.list", needs: .episodeRead),
      list: StepDowns.all(facility: facility, at: exchange.now))
    let policy = try StepDownPolicy.shipped()
    let views = stays.map { StepDownRepresentation($0, policy: policy, at: exchange.now) }
    return exchange.answer(
      StepDownListRepresentation(views.mostPressing(withinHours: hours), at: exchange.now))
  }

  /// Answers `GET /v1/stays/{id}/step-down`.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    return exchange.answer(try await read(exchange))
  }

  /// Answers `POST /v1/stays/{id}/step-down`: changes what is planned.
  @Sendable static func plan(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try StepDownPlanRequest(JSONNode(body: body))
    let id: Stay.ID = try exchange.id(of: "stay")
    return try await exchange.writing(
      body, as: caller, answer: { .created(StepDownPlanRepresentation($0), at: "/v1/stays/\(id)/step-down") }
    ) { once in
      try await exchange.records.plan(
        request.change, clearing: request.clearing, for: id, as: caller, once: once)
    }
  }

  /// Answers `POST /v1/stays/{id}/step-down/owners`: names who sees to an item.
  @Sendable static func own(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let request = try StepDownOwnerRequest(JSONNode(body: try await exchange.body()))
    let id: Stay.ID = try exchange.id(of: "stay")
    let colleague = try await exchange.records.colleague(request.handle.rawValue, as: caller)
    try await exchange.records.own(request.item, of: id, by: colleague.id, as: caller)
    return exchange.answer(try await read(exchange))
  }

  private static func read(_ exchange: Exchange) async throws -> StepDownRepresentation {
    let id: Stay.ID = try exchange.id(of: "stay")
    let stays = try await exchange.records.run(
      as: exchange.caller(), Action("step_down.show", needs: .episodeRead, subject: id.rawValue),
      list: StepDowns.of(id, at: exchange.now))
    guard let stay = stays.first else { throw NotFound("stay in detox or residential that goes on") }
    return StepDownRepresentation(stay, policy: try StepDownPolicy.shipped(), at: exchange.now)
  }

  /// Answers `GET /v1/step-down/continuity?from=&to=&facility=&same_day=&known_at=`.
  @Sendable static func continuity(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let query = try exchange.query("from", "to", "facility", "same_day", "known_at")
    let to = try query.optional("to") { try $0.instant() } ?? exchange.now
    let from = try query.optional("from") { try $0.instant() } ?? to.addingTimeInterval(-90 * 86_400)
    guard from < to else {
      throw InvalidValue(
        "end-before-start", field: "to", problem: "is not after from", remedy: "Give a later end.")
    }
    let facility: Facility.ID? = try query.optional("facility") { try $0.identifier() }
    let sameDay: Continuity.SameDay = try query.optional("same_day") { try $0.word() } ?? .counts
    let knownAt = try query.optional("known_at") { try $0.instant() }
    let figures = try await exchange.records.run(
      as: caller, Action("step_down.continuity", needs: .reportRun),
      Continuity.query(
        from: from, to: to, facility: facility, sameDay: sameDay, knownAt: knownAt, now: exchange.now))
    return exchange.answer(ContinuityRepresentation(figures, from: from, to: to, sameDay: sameDay))
  }
}

extension [StepDownRepresentation] {
  /// Those with something missing first, by when it is due; an end that nobody knows counts as now.
  ///
  /// Stays whose first due line lies further ahead than `hours` are left out, and so are those with nothing missing when
  /// hours are given.
  package func mostPressing(withinHours hours: Int?) -> [StepDownRepresentation] {
    let ranked = map {
      (place: $0.view.nextDue ?? ($0.view.missing.isEmpty ? .distantFuture : $0.at), view: $0)
    }
    return ranked.filter { entry in
      hours.map { entry.place <= entry.view.at.addingTimeInterval(Double($0) * 3_600) } ?? true
    }
    .sorted { $0.place < $1.place }
    .map(\.view)
  }
}
