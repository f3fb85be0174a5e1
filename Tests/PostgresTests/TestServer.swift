import Foundation
import Postgres
import Testing

/// The throw-away server that the tests may fill, and a few databases of it at a time.
enum TestServer {
  /// A connection string without a database.
  static func conninfo() throws -> String {
    try #require(
      ProcessInfo.processInfo.environment["STEPWELL_TEST_SERVER"],
      "STEPWELL_TEST_SERVER must hold the conninfo of a superuser on a throw-away server")
  }

  static let administrator = Task {
    var configuration = Database.Configuration(try conninfo() + " dbname=postgres")
    configuration.interactive.statementTimeout = .seconds(60)
    return Database(configuration)
  }

  /// Tests run side by side; the server's connections are not without number.
  static let places = Places(6)
}

/// A number of places, taken in turn.
actor Places {
  private var free: Int
  private var queue: [CheckedContinuation<Void, Never>] = []

  init(_ count: Int) { free = count }

  func take() async {
    guard free == 0 else { return free -= 1 }
    await withCheckedContinuation { queue.append($0) }
  }

  func leave() {
    if queue.isEmpty { free += 1 } else { queue.removeFirst().resume() }
  }
}

/// Gives `body` a database of its own, which is dropped afterwards.
func withDatabase(
  _ configure: (inout Database.Configuration) -> Void = { _ in },
  _ body: (Database) async throws -> Void
) async throws {
  try await withConninfo { conninfo in
    var configuration = Database.Configuration(conninfo)
    // The tests share a machine, and are not about its speed.
    configuration.interactive.statementTimeout = .seconds(60)
    configure(&configuration)
    let database = Database(configuration)
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
    await database.close()
    try outcome.get()
  }
}

/// Gives `body` the connection string of a database of its own.
func withConninfo(_ body: (String) async throws -> Void) async throws {
  await TestServer.places.take()
  let outcome: Result<Void, any Error>
  do { outcome = .success(try await withNewDatabase(body)) } catch { outcome = .failure(error) }
  await TestServer.places.leave()
  try outcome.get()
}

private func withNewDatabase(_ body: (String) async throws -> Void) async throws {
  let administrator = try await TestServer.administrator.value
  let name = "driver_\(UUID().uuidString.prefix(8).lowercased())"
  try await administrator.run(Query.execute(SQL(unsafe: "CREATE DATABASE \(name)")), deadline: .seconds(60))
  let outcome: Result<Void, any Error>
  do {
    outcome = .success(try await body(TestServer.conninfo() + " dbname=\(name)"))
  } catch {
    outcome = .failure(error)
  }
  try await administrator.run(Query.execute(SQL(unsafe: "DROP DATABASE \(name) WITH (FORCE)")))
  try outcome.get()
}

extension Database {
  /// Runs statements for what they do.
  func prepare(_ statements: SQL...) async throws {
    for statement in statements { try await run(Query.execute(statement)) }
  }

  /// The one number a statement gives.
  func count(_ sql: SQL) async throws -> Int {
    try await run(Query.one(sql) { row -> Int in try row[0] })
  }
}

/// Waits until something becomes true.
func eventually(within limit: Duration = .seconds(10), _ isTrue: () async throws -> Bool) async throws -> Bool
{
  let end = ContinuousClock.now + limit
  while ContinuousClock.now < end {
    if try await isTrue() { return true }
    try await Task.sleep(for: .milliseconds(20))
  }
  return false
}
