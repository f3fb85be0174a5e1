import Foundation
import Postgres
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct FaultTests {
  @Test(arguments: FaultPlan.Moment.allCases)
  func `a connection that breaks at any round trip leaves all or nothing`(
    moment: FaultPlan.Moment
  ) async throws {
    try await withConninfo { conninfo in
      let observer = Database(.init(conninfo))
      try await observer.prepare("CREATE TABLE t (attempt int8, part int8)")

      for attempt in 1...60 {
        let faults = FaultPlan(moment, at: attempt)
        var configuration = Database.Configuration(conninfo)
        configuration.interactive.connections = 1
        configuration.faults = faults
        let database = Database(configuration)
        let failure = await Self.failure(of: attempt, database)
        await database.close()

        let parts = try await observer.count("SELECT count(*) FROM t WHERE attempt = \(attempt)")
        switch failure?.outcome {
        case nil: #expect(parts == 6)
        case .notSent, .notDone: #expect(parts == 0, "attempt \(attempt): \(String(describing: failure))")
        case .unknown: #expect(parts == 0 || parts == 6)
        case .done: Issue.record("a broken connection cannot know")
        }
        guard faults.hasStruck else {
          #expect(failure == nil)
          await observer.close()
          return
        }
      }
      Issue.record("the unit never succeeded")
    }
  }

  /// Writes six parts over several round trips.
  private static func failure(of attempt: Int, _ database: Database) async -> PostgresError? {
    do {
      try await database.transaction { transaction in
        for part in 0..<2 {
          try await transaction.run(Query.execute("INSERT INTO t VALUES (\(attempt), \(part))"))
        }
        try await transaction.copyIn("COPY t FROM STDIN (FORMAT binary)") { writer in
          for part in 2..<4 {
            try await writer.row {
              $0.append(attempt)
              $0.append(part)
            }
          }
        }
        try await transaction.run(
          Query.execute("INSERT INTO t VALUES (\(attempt), 4)"),
          Query.execute("INSERT INTO t VALUES (\(attempt), 5)"))
      }
      return nil
    } catch {
      return error as? PostgresError ?? PostgresError.unexpected(error)
    }
  }

  @Test func `backends that are terminated under load give known outcomes and the pool heals`() async throws {
    try await withDatabase { database in
      try await database.prepare("CREATE TABLE t (n int8 PRIMARY KEY)")
      try await withDatabaseBeside(database) { killer in
        let isOver = Flag()
        let outcomes = try await withThrowingTaskGroup(of: [(Int, PostgresError?)].self) { group in
          for task in 0..<16 {
            group.addTask { await Self.insert(task, database, until: isOver) }
          }
          for _ in 0..<5 {
            try await Task.sleep(for: .milliseconds(40))
            try await killer.run(
              Query.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """))
          }
          isOver.raise()
          return try await group.reduce([]) { $0 + $1 }
        }

        let rows = try await killer.run(Query.all("SELECT n FROM t") { row -> Int in try row[0] })
        let stored = Set(rows)
        let failures = outcomes.filter { $0.1 != nil }
        #expect(!failures.isEmpty)
        for (n, error) in outcomes {
          switch error?.outcome {
          case nil: #expect(stored.contains(n))
          case .notSent, .notDone: #expect(!stored.contains(n), "\(n): \(String(describing: error))")
          case .unknown: break
          case .done: Issue.record("a lost answer cannot be known")
          }
        }
      }
      #expect(try await eventually { (try? await database.run(Query.execute("SELECT 1"))) == 1 })
    }
  }

  private static func insert(
    _ task: Int, _ database: Database, until isOver: Flag
  ) async -> [(Int, PostgresError?)] {
    var outcomes: [(Int, PostgresError?)] = []
    var n = task * 1_000_000
    while !isOver.isRaised, !Task.isCancelled {
      n += 1
      do {
        try await database.run(Query.execute("INSERT INTO t VALUES (\(n))"))
        outcomes.append((n, nil))
      } catch {
        outcomes.append((n, error as? PostgresError ?? PostgresError.unexpected(error)))
      }
    }
    return outcomes
  }

  @Test func `a failed statement turns a commit into an error`() async throws {
    try await withDatabase { database in
      try await database.prepare("CREATE TABLE t (n int8)")
      let error = try await #require(throws: PostgresError.self) {
        try await database.transaction { transaction in
          try await transaction.run(Query.execute("INSERT INTO t VALUES (1)"))
          _ = try? await transaction.run(Query.execute("SELECT 1 / \(0)"))
        }
      }
      #expect(error.code == .inFailedTransaction)
      #expect(error.outcome == .notDone)
      #expect(try await database.count("SELECT count(*) FROM t") == 0)
    }
  }

  @Test func `of several hosts the one that answers is used`() async throws {
    try await withConninfo { conninfo in
      let database = Database(
        .init("host=127.0.0.1,\(try hosts(in: conninfo)) target_session_attrs=read-write"))
      #expect(try await database.count("SELECT 1") == 1)
      await database.close()
    }
  }

  @Test func `a server that is not there is an error after a short while`() async throws {
    var configuration = Database.Configuration("host=/nonexistent dbname=none")
    configuration.connectPatience = .milliseconds(300)
    let database = Database(configuration)
    let error = try await #require(throws: PostgresError.self) {
      try await database.run(Query.execute("SELECT 1"))
    }
    #expect(error.kind == .connectionLost)
    #expect(error.outcome == .notSent)
    let second = try await #require(throws: PostgresError.self) { try await database.transaction { _ in } }
    #expect(second.kind == .connectionLost)
    await database.close()
    let closed = try await #require(throws: PostgresError.self) {
      try await database.run(Query.execute("SELECT 1"))
    }
    #expect(closed.kind == .closed)
  }
}

extension PostgresError {
  fileprivate static func unexpected(_ error: any Error) -> PostgresError {
    PostgresError(.server, .done, "not an error of the driver: \(error)")
  }
}

/// The host of a connection string with the rest behind it; a second host stands before it.
private func hosts(in conninfo: String) throws -> String {
  let parts = conninfo.split(separator: " ")
  let host = try #require(parts.first { $0.hasPrefix("host=") })
  let rest = parts.filter { !$0.hasPrefix("host=") }
  return "\(host.dropFirst(5)) port=1,5432 " + rest.joined(separator: " ")
}

/// Something that several tasks wait for.
private final class Flag: Sendable {
  private let raised = Atomic(false)

  var isRaised: Bool { raised.load(ordering: .relaxed) }

  func raise() { raised.store(true, ordering: .relaxed) }
}
