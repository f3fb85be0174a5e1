import Clinic
import Hummingbird
import Records

/// Controlled drugs: what came, what went, and what two people counted.
enum StockRoutes {
  static let all = [
    Endpoint(
      "/v1/facilities/{id}/stock-counts", get: .needs(.stockCount, list), post: .needs(.stockCount, count)),
    Endpoint("/v1/facilities/{id}/stock-changes", post: .needs(.stockCount, change)),
  ]

  /// Answers `GET /v1/facilities/{id}/stock-counts`: the latest first.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let facility = try await facility(exchange)
    let counts = try await exchange.records.run(
      as: exchange.caller(), Action("stock.list", needs: .stockCount, subject: facility.id.rawValue),
      Stocks.counts(of: facility.id))
    return exchange.answer(counts.map(StockCountRepresentation.init))
  }

  /// Answers `POST /v1/facilities/{id}/stock-counts`.
  @Sendable static func count(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try StockCountRequest(JSONNode(body: body))
    let facility = try await facility(exchange)
    guard let witness = try await exchange.staff(request.witness, "witness") else {
      throw NotFound("member of staff", field: "witness")
    }
    var ids = IdentifierSource(at: exchange.now)
    let count = NewStockCount(
      id: ids.next(), drug: StockDrug(facilityID: facility.id, drug: request.drug, unit: request.unit),
      at: request.at ?? exchange.now, counted: request.counted, witness: witness, note: request.note,
      correction: request.correction)
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(MadeRepresentation($0), at: "/v1/facilities/\(facility.id)/stock-counts") }
    ) { once in
      try await exchange.records.count(count, in: facility, as: caller, once: once)
    }
  }

  /// Answers `POST /v1/facilities/{id}/stock-changes`.
  @Sendable static func change(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try StockChangeRequest(JSONNode(body: body))
    let facility = try await facility(exchange)
    let witness = try await exchange.staff(request.witness, "witness")
    var ids = IdentifierSource(at: exchange.now)
    let change = StockChange(
      id: ids.next(), drug: StockDrug(facilityID: facility.id, drug: request.drug, unit: request.unit),
      kind: request.kind, amount: request.amount, at: request.at ?? exchange.now, witness: witness,
      note: request.note)
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(MadeRepresentation($0.id), at: "/v1/facilities/\(facility.id)/stock-counts") }
    ) { once in
      try await exchange.records.change(change, as: caller, once: once)
      return change
    }
  }

  private static func facility(_ exchange: Exchange) async throws -> Facility {
    let id: Facility.ID = try exchange.id(of: "facility")
    let all = try await exchange.records.run(
      as: exchange.caller(), Action("facility.list", needs: nil), Facilities.all)
    guard let found = all.first(where: { $0.facility.id == id })?.facility else { throw NotFound("facility") }
    return found
  }
}
