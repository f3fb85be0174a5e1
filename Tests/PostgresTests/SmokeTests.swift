import Foundation
import Postgres
import Testing

private func database() throws -> Database {
  let server = try #require(ProcessInfo.processInfo.environment["STEPWELL_TEST_SERVER"])
  return Database(.init(server + " dbname=postgres"))
}

@Test func `smoke`() async throws {
  let database = try database()
  let (n, names) = try await database.run(
    Query.one("SELECT \(41)::int8 + 1 AS n, \("x") AS t") { (try $0["n"] as Int, try $0["t"] as String) },
    Query.all("SELECT datname FROM pg_database") { row -> String in try row["datname"] })
  #expect(n.0 == 42 && n.1 == "x" && names.contains("postgres"))
  await database.close()
}

@Test func `transactions`() async throws {
  let database = try database()
  let n = try await database.transaction { transaction in
    try await transaction.run(Query.execute("CREATE TEMPORARY TABLE t (i int8) ON COMMIT DROP"))
    _ = try await transaction.run(
      Query.execute("INSERT INTO t VALUES (\(1)), (\(2 as Int?)), (\(nil as Int?))"))
    return try await transaction.run(Query.one("SELECT count(i) AS n FROM t") { row -> Int in try row["n"] })
  }
  #expect(n == 2)
  let error = try await #require(throws: PostgresError.self) {
    try await database.run(Query.execute("SELECT 1 / \(0)"))
  }
  #expect(error.code == "22012" && error.outcome == .notDone)
  let task = Task { try await database.run(Query.execute("SELECT pg_sleep(10)")) }
  try await Task.sleep(for: .milliseconds(100))
  task.cancel()
  let cancelled = try await #require(throws: PostgresError.self) { try await task.value }
  #expect(cancelled.kind == .cancelled && cancelled.outcome == .notDone)
  let late = try await #require(throws: PostgresError.self) {
    try await database.run(Query.execute("SELECT pg_sleep(10)"), deadline: .milliseconds(100))
  }
  #expect(late.kind == .deadlineExceeded && late.outcome == .notDone)
  await database.close()
}
