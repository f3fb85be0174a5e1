import Foundation
import Postgres
import Testing

/// The function in the server that warns that a commit did not wait for its standby.
private let impatient = "SyncRepWaitForLSN"

@Suite(.timeLimit(.minutes(10)))
struct ReplicationTests {
  @Test func `a commit whose wait for the standby was cut short is not called done`() async throws {
    let server = try ScriptedServer { request in
      switch request {
      case "P": [.message("1")]
      case "B": [.message("2")]
      case "D": [.message("n")]
      case "E": [.message("C", "INSERT 0 1\0")]
      case "S":
        [
          .message("N", "SWARNING\0VWARNING\0C01000\0Mthe wait was cut short\0R\(impatient)\0\0"),
          .message("Z", "I"),
        ]
      default: []
      }
    }
    let database = Database(.init(server.conninfo))

    let error = try await #require(throws: PostgresError.self) {
      try await database.run(Query.execute("INSERT INTO t VALUES (1)"))
    }

    #expect(error.kind == .replicationUncertain)
    #expect(error.outcome == .unknown)
    await database.close()
  }

  @Test func `a server that does not answer is given up some time after the deadline`() async throws {
    let server = try ScriptedServer { _ in [] }
    let database = Database(.init(server.conninfo))
    let start = ContinuousClock.now

    let error = try await #require(throws: PostgresError.self) {
      try await database.run(Query.execute("SELECT 1"), deadline: .seconds(1))
    }

    #expect(error.kind == .deadlineExceeded)
    #expect(error.outcome == .unknown)
    #expect(ContinuousClock.now - start < .seconds(20))
    await database.close()
  }
}
