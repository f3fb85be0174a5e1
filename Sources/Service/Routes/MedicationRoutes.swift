import Clinic
import Foundation
import Hummingbird
import Records

/// Orders of medicines, and the chart of an episode.
enum MedicationRoutes {
  static let all = [
    Endpoint(
      "/v1/episodes/{id}/medication-orders", get: .needs(.medicationRead, list),
      post: .needs(.medicationOrder, order)),
    Endpoint("/v1/episodes/{id}/medication-chart", get: .needs(.medicationRead, chart)),
    Endpoint("/v1/medication-orders/{id}/stop", post: .needs(.medicationOrder, stop)),
    Endpoint("/v1/medication-orders/{id}/acceptance", post: .needs(.medicationOrder, accept)),
  ]

  /// Answers `GET /v1/episodes/{id}/medication-orders`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Episode.ID = try exchange.id(of: "episode")
    let (episode, records) = try await exchange.records.run(
      as: exchange.caller(), Action("medication.list", needs: .episodeRead, subject: id.rawValue),
      Episodes.find(id), Medications.of(id, since: exchange.now))
    guard episode != nil else { throw NotFound("episode") }
    let policy = try MedicationPolicy.shipped()
    return exchange.answer(
      records.map { OrderRepresentation($0, at: exchange.now, graceHours: policy.graceHours) })
  }

  /// Answers `POST /v1/episodes/{id}/medication-orders`: orders, or shows what would be ordered.
  ///
  /// A preview writes nothing, so it claims no Idempotency-Key: the same key serves the order that follows.
  @Sendable static func order(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try MedicationOrderRequest(JSONNode(body: body))
    let episode: Episode.ID = try exchange.id(of: "episode")
    let prescriber = try await exchange.staff(request.prescriber, "prescriber")
    var ids = IdentifierSource(at: exchange.now)
    let order = try request.order(ids.next(), for: episode, prescriber: prescriber, at: exchange.now)
    if request.isPreview {
      let outcome = try await exchange.records.order(order, isPreview: true, as: caller)
      return exchange.answer(OrderedRepresentation(outcome, isPreview: true))
    }
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(OrderedRepresentation($0), at: "/v1/episodes/\(episode)/medication-orders") }
    ) { once in
      try await exchange.records.order(order, as: caller, once: once)
    }
  }

  /// Answers `GET /v1/episodes/{id}/medication-chart?from=&to=`: two days up to a day from now when left out.
  @Sendable static func chart(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let query = try exchange.query("from", "to")
    let from = try query.optional("from") { try $0.instant() } ?? exchange.now.addingTimeInterval(-86_400)
    let to = try query.optional("to") { try $0.instant() } ?? from.addingTimeInterval(2 * 86_400)
    let window = try MedicationChartRepresentation.window(from: from, to: to)
    let id: Episode.ID = try exchange.id(of: "episode")
    return exchange.answer(
      try await exchange.records.medicationChart(of: id, in: window, at: exchange.now, as: caller))
  }

  /// Answers `POST /v1/medication-orders/{id}/stop`.
  @Sendable static func stop(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try OrderStopRequest(JSONNode(body: body))
    let id: MedicationOrder.ID = try exchange.id(of: "order")
    return try await exchange.writing(
      body, as: caller, answer: { .created(MadeRepresentation($0), at: "/v1/doses/due") }
    ) { once in
      try await exchange.records.stop(
        id, at: request.at ?? exchange.now, reason: request.reason, as: caller, once: once)
      return id
    }
  }

  /// Answers `POST /v1/medication-orders/{id}/acceptance`: lets the order go on in the stage of now.
  @Sendable static func accept(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    _ = try JSONNode(body: body).members([])
    let id: MedicationOrder.ID = try exchange.id(of: "order")
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(MadeRepresentation($0), at: "/v1/doses/due") }
    ) { once in
      try await exchange.records.accept(id, as: caller, once: once)
      return id
    }
  }
}

extension MedicationChartRepresentation {
  /// The longest time that a chart shows.
  private static let days = 31.0

  /// Throws `InvalidValue` when the end is not after the start, or too far away.
  package static func window(from: Date, to: Date) throws(InvalidValue) -> Range<Date> {
    guard from < to, to.timeIntervalSince(from) <= days * 86_400 else {
      throw InvalidValue(
        "end-before-start", field: "to", problem: "is not after from, or more than \(Int(days)) days later",
        remedy: "Ask for a shorter time.")
    }
    return from..<to
  }
}

extension Records {
  /// The medication chart of an episode; throws `NotFound` when there is none that the caller may see.
  package func medicationChart(
    of id: Episode.ID, in window: Range<Date>, at now: Date, as caller: Caller
  ) async throws -> MedicationChartRepresentation {
    let policy = try MedicationPolicy.shipped()
    let since = window.lowerBound.addingTimeInterval(-Double(policy.earlyMinutes) * 60)
    let (found, records) = try await run(
      as: caller, Action("medication.chart", needs: .episodeRead, subject: id.rawValue), Episodes.find(id),
      Medications.of(id, since: since))
    guard let episode = found?.episode else { throw NotFound("episode") }
    let allergies = try await run(
      as: caller, Action("allergy.read", needs: .episodeRead, patients: [episode.patientID]),
      AllergyList.of(episode.patientID))
    return MedicationChartRepresentation(
      episode, allergies: allergies, records: records, window: window, at: now, policy: policy)
  }
}

extension Exchange {
  /// The member of staff of that short name, where one is given; throws `NotFound` of `field` when there is none.
  func staff(_ handle: Line?, _ field: String) async throws -> Staff.ID? {
    guard let handle else { return nil }
    do {
      return try await records.colleague(handle.rawValue, as: caller()).id
    } catch let absent as NotFound {
      throw NotFound(absent.noun, field: field)
    }
  }
}
