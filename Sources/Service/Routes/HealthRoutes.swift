import Hummingbird
import Postgres
import Records

/// Whether the service lives, whether it can work, and what it offers.
enum HealthRoutes {
  static let all = [
    Endpoint("/healthz", get: .open(isAlive)),
    Endpoint("/readyz", get: .open(isReady)),
    Endpoint("/openapi.json", get: .open(description)),
  ]

  /// Answers `GET /healthz`: the process answers.
  @Sendable static func isAlive(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    return exchange.answer(Health(status: "alive"))
  }

  /// Answers `GET /readyz`: the database answers, and keeps what it promises.
  @Sendable static func isReady(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let settings = try await exchange.records.database.run(durability)
    let broken = settings.filter { $0.value == "off" }.map(\.name)
    if exchange.desk.configuration.insistsOnDurability, !broken.isEmpty {
      throw Problem.later(
        "not-durable",
        "The database may lose what it has promised: \(broken.joined(separator: ", ")) is off.",
        remedy: "Turn it on in the database's settings.")
    }
    return exchange.answer(Health(status: "ready"))
  }

  /// Answers `GET /openapi.json`.
  @Sendable static func description(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    return Response(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: exchange.desk.description)))
  }

  private static let durability = Query<[(name: String, value: String)]>.all(
    """
    SELECT name, current_setting(name) AS value
    FROM unnest(ARRAY['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums']) AS name
    """
  ) { (name: try $0["name"], value: try $0["value"]) }

  private struct Health: Representation {
    let status: String
    func write(to json: inout JSONWriter) { json.object { $0.field("status", status) } }
  }
}
