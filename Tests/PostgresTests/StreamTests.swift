import Foundation
import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct StreamTests {
  @Test func `a million rows stream in constant memory`() async throws {
    // In a process of its own, because the tests beside it take memory too.
    await #expect(processExitsWith: .success) {
      try await withDatabase { database in
        let rows = database.stream(
          before: ["SELECT set_config('x.y', 'z', true)"],
          "SELECT n, repeat('x', 100) AS filler FROM generate_series(1, 1000000) AS n"
        ) { row -> Int in try row["n"] }

        var expected = 1
        var inOrder = 0
        var start = 0
        for try await n in rows {
          inOrder += n == expected ? 1 : 0
          expected += 1
          if n == 100_000 { start = try residentBytes() }
        }

        try #require(inOrder == 1_000_000)
        // The rows alone would take four times as much.
        try #require(try residentBytes() - start < 32 << 20)
      }
    }
  }

  @Test func `a slow reader holds the server back`() async throws {
    try await withDatabase { database in
      var iterator = database.stream("SELECT n, repeat('x', 1000) FROM generate_series(1, 200000) AS n") {
        row -> Int in try row[0]
      }.makeAsyncIterator()
      #expect(try await iterator.next() == 1)

      try await Task.sleep(for: .milliseconds(500))
      let waits = try await database.count(
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event = 'ClientWrite'
        """)
      #expect(waits == 1)
      #expect(try await iterator.next() == 2)
    }
  }

  @Test func `letting go of a stream ends it and frees the connection`() async throws {
    try await withDatabase({ $0.reporting.exclusiveConnections = 1 }) { database in
      for _ in 0..<5 {
        var seen = 0
        for try await _ in database.stream("SELECT generate_series(1, 100000000)", { $0 }) {
          seen += 1
          if seen == 10 { break }
        }
        #expect(seen == 10)
      }
      let isQuiet = try await eventually {
        try await database.count(
          """
          SELECT count(*) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
          """) == 0
      }
      #expect(isQuiet)
    }
  }

  @Test func `cancelling the task of a stream ends it with an error`() async throws {
    try await withDatabase { database in
      let task = Task {
        for try await _ in database.stream("SELECT pg_sleep(0.01) FROM generate_series(1, 10000)", { $0 }) {}
      }
      try await Task.sleep(for: .milliseconds(150))
      task.cancel()
      let error = try await #require(throws: PostgresError.self) { try await task.value }
      #expect(error.kind == .cancelled)
    }
  }

  @Test func `an error in the middle of a stream is thrown after the rows before it`() async throws {
    try await withDatabase { database in
      var seen = 0
      do {
        for try await _ in database.stream("SELECT 1 / (500 - n) FROM generate_series(1, 1000) AS n", { $0 })
        {
          seen += 1
        }
        Issue.record("a division by zero went through")
      } catch let error as PostgresError {
        #expect(error.code == "22012")
      }
      #expect(seen == 499)
    }
  }

  @Test func `inside a transaction statements follow a stream, read to its end or not`() async throws {
    try await withDatabase { database in
      try await database.transaction { transaction in
        var total = 0
        for try await n in transaction.stream(
          "SELECT n FROM generate_series(1, 1000) AS n", { row -> Int in try row[0] })
        {
          total += n
        }
        let one = try await transaction.run(Query.one("SELECT 1") { row -> Int in try row[0] })
        #expect(total == 500_500)
        #expect(one == 1)
      }
    }
  }
}

/// The memory of this process that is in use, in bytes.
private func residentBytes() throws -> Int {
  let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
  return (Int(fields[1]) ?? 0) * 4096
}
