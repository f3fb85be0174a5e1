import Foundation
import Postgres
import Testing

/// How many sessions of this database run a statement that holds `text`.
private func running(_ text: String, _ database: Database) async throws -> Int {
  try await database.count(
    """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
      AND query LIKE '%' || \(text) || '%'
    """)
}

@Suite(.timeLimit(.minutes(10)))
struct CancellationTests {
  @Test func `cancelling a task ends its statement on the server`() async throws {
    try await withDatabase({ $0.interactive.statementTimeout = .seconds(60) }) { database in
      try await withDatabaseBeside(database) { observer in
        let task = Task { try await database.run(Query.execute("SELECT pg_sleep(50)")) }
        #expect(try await eventually { try await running("pg_sleep(50)", observer) == 1 })

        task.cancel()
        let error = try await #require(throws: PostgresError.self) { try await task.value }

        #expect(error.kind == .cancelled)
        #expect(error.outcome == .notDone)
        #expect(try await running("pg_sleep(50)", observer) == 0)
        #expect(try await database.run(Query.execute("SELECT 1")) == 1)
      }
    }
  }

  @Test func `cancelling inside a transaction rolls it back and leaves the connection of use`() async throws {
    try await withDatabase({ $0.interactive.exclusiveConnections = 1 }) { database in
      try await database.prepare("CREATE TABLE t (n int8)")

      for _ in 0..<5 {
        let task = Task {
          try await database.transaction { transaction in
            try await transaction.run(Query.execute("INSERT INTO t VALUES (1)"))
            try await transaction.run(Query.execute("SELECT pg_sleep(50)"))
          }
        }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        let error = try await #require(throws: PostgresError.self) { try await task.value }
        #expect(error.kind == .cancelled)
      }

      let n = try await database.transaction { transaction in
        try await transaction.run(Query.one("SELECT count(*) FROM t") { row -> Int in try row[0] })
      }
      #expect(n == 0)
    }
  }

  @Test func `neighbours of a cancelled unit are none the wiser`() async throws {
    try await withDatabase({ $0.interactive.connections = 1 }) { database in
      try await database.prepare("CREATE TABLE t (n int8 PRIMARY KEY)")

      for round in 0..<30 {
        let doomed = Task {
          try await database.run(Query.execute("SELECT pg_sleep(\(Double(round) / 1000))"))
        }
        let neighbours = (0..<8).map { index in
          Task { try await database.run(Query.execute("INSERT INTO t VALUES (\(round * 8 + index))")) }
        }
        try await Task.sleep(for: .milliseconds(round / 2))
        doomed.cancel()
        for neighbour in neighbours { #expect(try await neighbour.value == 1) }
        _ = await doomed.result
      }
      #expect(try await database.count("SELECT count(*) FROM t") == 240)
    }
  }

  @Test func `a unit cancelled in the queue was never sent`() async throws {
    try await withDatabase({
      $0.interactive.connections = 1
      $0.interactive.pipelineDepth = 1
    }) { database in
      let blocker = Task { try await database.run(Query.execute("SELECT pg_sleep(1)")) }
      try await Task.sleep(for: .milliseconds(100))
      let queued = Task { try await database.run(Query.execute("SELECT 2")) }
      try await Task.sleep(for: .milliseconds(100))

      queued.cancel()
      let error = try await #require(throws: PostgresError.self) { try await queued.value }

      #expect(error.kind == .cancelled)
      #expect(error.outcome == .notSent)
      #expect(try await blocker.value == 1)
    }
  }

  @Test func `a deadline ends what runs and what waits`() async throws {
    try await withDatabase({
      $0.interactive.connections = 1
      $0.interactive.pipelineDepth = 1
    }) { database in
      async let running = database.run(Query.execute("SELECT pg_sleep(3)"), deadline: .milliseconds(400))
      try await Task.sleep(for: .milliseconds(100))
      let waiting = try await #require(throws: PostgresError.self) {
        try await database.run(Query.execute("SELECT 1"), deadline: .milliseconds(50))
      }
      #expect(waiting.kind == .deadlineExceeded)
      #expect(waiting.outcome == .notSent)
      do {
        _ = try await running
        Issue.record("the deadline went by")
      } catch let error as PostgresError {
        #expect(error.kind == .deadlineExceeded)
        #expect(error.outcome == .notDone)
      }
    }
  }
}

/// A second pool on the same database, to look at the first.
func withDatabaseBeside(_ database: Database, _ body: (Database) async throws -> Void) async throws {
  let name = try await database.run(Query.one("SELECT current_database()") { row -> String in try row[0] })
  let observer = Database(.init(try TestServer.conninfo() + " dbname=\(name)"))
  let outcome: Result<Void, any Error>
  do { outcome = .success(try await body(observer)) } catch { outcome = .failure(error) }
  await observer.close()
  try outcome.get()
}
