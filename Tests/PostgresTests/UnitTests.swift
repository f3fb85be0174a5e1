import Foundation
import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct UnitTests {
  @Test func `ten thousand units over four connections get each its own rows`() async throws {
    try await withDatabase({
      $0.interactive.queueLimit = 20_000
      $0.interactive.connections = 4
    }) { database in
      let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<10_000 {
          group.addTask {
            let (one, many) = try await database.run(
              Query.one("SELECT \(number) AS n") { row -> Int in try row["n"] },
              Query.all("SELECT n FROM generate_series(\(number), \(number + 2)) AS n") { row -> Int in
                try row["n"]
              })
            return one == number && many == [number, number + 1, number + 2]
          }
        }
        return try await group.reduce(0) { $0 + ($1 ? 0 : 1) }
      }

      #expect(wrong == 0)
      let sessions = try await database.count(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
      #expect(sessions <= 4)
    }
  }

  @Test func `a unit is one transaction`() async throws {
    try await withDatabase { database in
      try await database.prepare("CREATE TABLE t (n int8 PRIMARY KEY)")

      let (first, second) = try await database.run(
        before: ["INSERT INTO t VALUES (1)"],
        Query.one("SELECT pg_current_xact_id()::text AS id") { row -> String in try row["id"] },
        Query.one("SELECT pg_current_xact_id()::text AS id") { row -> String in try row["id"] },
        after: ["INSERT INTO t VALUES (2)"])
      #expect(first == second)

      let error = try await #require(throws: PostgresError.self) {
        try await database.run(
          Query.execute("INSERT INTO t VALUES (3)"), after: ["INSERT INTO t VALUES (1)"])
      }
      #expect(error.code == .uniqueViolation)
      #expect(error.constraint == "t_pkey")
      #expect(error.table == "t")
      #expect(error.outcome == .notDone)
      #expect(!error.description.contains("(1)"))
      #expect(try await database.count("SELECT count(*) FROM t") == 2)
    }
  }

  @Test(arguments: [Database.UnitMode.implicit, .explicit])
  func `a failing unit between two good ones fails alone`(mode: Database.UnitMode) async throws {
    try await withDatabase({
      $0.interactive.connections = 1
      $0.unitMode = mode
    }) { database in
      try await database.prepare("CREATE TABLE t (n int8 PRIMARY KEY)")

      for round in 0..<20 {
        let n = round * 10
        async let before = database.run(Query.execute("INSERT INTO t VALUES (\(n))"))
        async let failing = database.run(
          Query.execute("INSERT INTO t VALUES (\(n + 1))"), Query.execute("SELECT 1 / \(0)"))
        async let after = database.run(Query.execute("INSERT INTO t VALUES (\(n + 2))"))

        #expect(try await before == 1)
        #expect(try await after == 1)
        do {
          _ = try await failing
          Issue.record("a division by zero went through")
        } catch let error as PostgresError {
          #expect(error.code == "22012")
          #expect(error.outcome == .notDone)
        }
      }
      #expect(try await database.count("SELECT count(*) FROM t") == 40)
      #expect(try await database.count("SELECT count(*) FROM t WHERE n % 10 = 1") == 0)
    }
  }

  @Test func `a full queue answers at once`() async throws {
    try await withDatabase({
      $0.interactive.connections = 1
      $0.interactive.queueLimit = 3
    }) { database in
      let blockers = (0..<3).map { _ in Task { try await database.run(Query.execute("SELECT pg_sleep(1)")) } }
      try await Task.sleep(for: .milliseconds(200))

      let start = ContinuousClock.now
      let error = try await #require(throws: PostgresError.self) {
        try await database.run(Query.execute("SELECT 1"))
      }
      #expect(error.kind == .overloaded)
      #expect(error.outcome == .notSent)
      #expect(ContinuousClock.now - start < .milliseconds(200))

      for blocker in blockers { blocker.cancel() }
      for blocker in blockers { _ = await blocker.result }
      // Whoever gave up stands in the queue until the server has let go.
      var answer: Int?
      while answer == nil {
        do {
          answer = try await database.run(Query.execute("SELECT 1"))
        } catch let error as PostgresError where error.kind == .overloaded {
          try await Task.sleep(for: .milliseconds(10))
        }
      }
      #expect(answer == 1)
    }
  }

  @Test func `a row that does not decode says that the work is done`() async throws {
    try await withDatabase { database in
      try await database.prepare("CREATE TABLE t (n int8)")

      let error = try await #require(throws: PostgresError.self) {
        try await database.run(
          Query.one("INSERT INTO t VALUES (1) RETURNING 'secret' AS name") { row -> Int in try row["name"] })
      }
      #expect(error.kind == .decoding)
      #expect(error.outcome == .done)
      #expect(error.column == "name")
      #expect(!error.debugDescription.contains("secret"))
      #expect(try await database.count("SELECT count(*) FROM t") == 1)

      let two = try await #require(throws: PostgresError.self) {
        try await database.run(Query.one("VALUES (1), (2)") { row -> Int in try row[0] })
      }
      #expect(two.kind == .rowCount)
    }
  }

  @Test func `sessions are set up alike`() async throws {
    try await withDatabase({
      $0.applicationName = "driver tests"
      $0.role = "pg_monitor"
      $0.interactive.statementTimeout = .milliseconds(300)
    }) { database in
      let settings = try await database.run(
        Query.one(
          """
          SELECT concat_ws('|', current_setting('TimeZone'), current_setting('DateStyle'), current_user,
            current_setting('statement_timeout'), current_setting('application_name')) AS all
          """
        ) { row -> String in try row["all"] })
      #expect(settings == "UTC|ISO, MDY|pg_monitor|300ms|driver tests")

      let error = try await #require(throws: PostgresError.self) {
        try await database.run(Query.execute("SELECT pg_sleep(5)"))
      }
      #expect(error.kind == .server)
      #expect(error.code == .queryCanceled)
    }
  }

  @Test func `a text with a NUL is refused before it is cut short`() async throws {
    try await withDatabase { database in
      let error = try await #require(throws: PostgresError.self) {
        try await database.run(Query.execute("SELECT \("a\0b")"))
      }
      #expect(error.kind == .encoding)
      #expect(error.outcome == .notSent)
    }
  }

  @Test func `what does not belong into a unit does no harm to the next`() async throws {
    try await withDatabase({ $0.interactive.connections = 1 }) { database in
      try await database.prepare("CREATE TABLE t (n int8)")

      let copyIn = try await #require(throws: PostgresError.self) {
        try await database.run(Query.execute("INSERT INTO t VALUES (1)"), Query.execute("COPY t FROM STDIN"))
      }
      #expect(copyIn.code == .featureNotSupported)
      #expect(copyIn.outcome == .notDone)
      let copyOut = try await #require(throws: PostgresError.self) {
        try await database.run(Query.execute("COPY t TO STDOUT"))
      }
      #expect(copyOut.outcome == .unknown)
      #expect(try await database.count("SELECT count(*) FROM t") == 0)

      try await database.run(Query.execute("BEGIN"), Query.execute("INSERT INTO t VALUES (1)"))
      #expect(try await database.count("SELECT count(*) FROM t") == 0)

      let error = try await #require(throws: PostgresError.self) {
        try await database.run(Query.execute(SQL(unsafe: "SELECT 1\0; DROP TABLE t")))
      }
      #expect(error.kind == .encoding)
    }
  }

  @Test func `transactions use their connections again`() async throws {
    try await withDatabase { database in
      var processes: Set<Int> = []
      for _ in 0..<5 {
        let process = try await database.transaction { transaction in
          try await transaction.run(
            Query.one("SELECT pg_backend_pid() AS pid") { row -> Int in try row["pid"] })
        }
        processes.insert(process)
      }
      #expect(processes.count == 1)
    }
  }

  @Test func `long reports do not hold up short work`() async throws {
    try await withDatabase { database in
      let reports = (0..<6).map { _ in
        Task { try await database.run(Query.execute("SELECT pg_sleep(20)"), on: .reporting) }
      }
      try await Task.sleep(for: .milliseconds(200))

      let start = ContinuousClock.now
      for _ in 0..<20 { try await database.run(Query.execute("SELECT 1")) }
      #expect(ContinuousClock.now - start < .seconds(5))

      for report in reports { report.cancel() }
      for report in reports {
        let error = try await #require(throws: PostgresError.self) { try await report.value }
        #expect(error.kind == .cancelled)
      }
    }
  }
}
