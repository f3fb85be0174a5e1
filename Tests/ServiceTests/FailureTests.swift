import Clinic
import Foundation
import HTTPTypes
import Postgres
import Records
import TestSupport
import Testing

/// What a client is told when the database is slow, full, or gone: the truth about what was done, and when to try again.
@Suite(.database, .timeLimit(.minutes(10)))
struct FailureTests {
  private static let call = #"{"wants": "a bed"}"#

  @Test func `more than the queue holds is turned away at once, and told to come back`() async throws {
    try await serve {
      $0.interactive = Database.Lane(connections: 1, pipelineDepth: 1, queueLimit: 1)
    } body: {
      client in
      try await holdingEnquiries(for: .seconds(2)) {
        let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
          for _ in 0..<8 { group.addTask { try await client.post("/v1/enquiries", Self.call) } }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        let turnedAway = answers.filter { $0.status == 503 }
        #expect(turnedAway.count >= 6, "\(answers)")
        for answer in turnedAway {
          #expect(answer.problem == "busy" && answer.headers[.retryAfter] != nil, "\(answer)")
        }
      }
    }
  }

  @Test func `a statement that takes too long is an error, and nothing was changed`() async throws {
    try await serve {
      $0.interactive.statementTimeout = .milliseconds(200)
    } body: { client in
      try await holdingEnquiries(for: .seconds(1)) {
        let written = try await client.post("/v1/enquiries", Self.call)
        #expect(written.status == 504 && written.problem == "too-slow", "\(written)")
        let read = try await client.get("/v1/enquiries")
        #expect(read.status == 504, "a time-out is no empty list: \(read)")
      }
      #expect(try await client.get("/v1/enquiries").text == "[]")
    }
  }

  @Test(arguments: FaultPlan.Moment.allCases)
  func `a lost connection is told with what it left, and the same key makes it good`(
    moment: FaultPlan.Moment
  ) async throws {
    let plan = FaultPlan(moment, at: 3)
    try await serve {
      $0.interactive.connections = 1
      $0.faults = plan
    } body: { client in
      var problems: [String] = []
      for number in 0..<6 {
        let name = try #require(HTTPField.Name("Idempotency-Key"))
        let key: HTTPFields = [name: "call-\(number)"]
        var answer = try await client.post("/v1/enquiries", Self.call, key)
        if answer.status == 503 {
          problems.append(answer.problem ?? "-")
          #expect(answer.headers[.retryAfter] != nil)
          answer = try await client.post("/v1/enquiries", Self.call, key)
        }
        #expect(answer.status == 201, "\(answer)")
      }
      #expect(plan.hasStruck)
      #expect(Set(problems).isSubset(of: ["outcome-unknown", "database-unavailable"]), "\(problems)")
      let stored = try #require(try await client.get("/v1/enquiries").json as? [Any])
      #expect(stored.count == 6, "each call is there once")
    }
  }

  /// Serves with a database that is set up by `change`.
  private func serve(
    _ change: (inout Database.Configuration) -> Void,
    body: @escaping @Sendable (ServiceClient) async throws -> Void
  ) async throws {
    let test = try TestDatabase.required()
    var configuration = TestDatabase.service(test.conninfo)
    change(&configuration)
    let records = Records(Database(configuration), clock: { TestDatabase.now })
    do {
      try await ServiceClient.use(records, body)
      await records.database.close()
    } catch {
      await records.database.close()
      throw error
    }
  }

  /// Works while somebody else holds the table of enquiries.
  private func holdingEnquiries(
    for time: Duration, _ work: @Sendable () async throws -> Void
  ) async throws {
    let owner = try TestDatabase.required().owner
    try await withThrowingTaskGroup(of: Void.self) { group in
      let (isHeld, held) = AsyncStream.makeStream(of: Void.self)
      group.addTask {
        try await owner.transaction { transaction in
          _ = try await transaction.run(.execute("LOCK TABLE clinic.enquiry IN ACCESS EXCLUSIVE MODE"))
          held.finish()
          try await Task.sleep(for: time)
        }
      }
      for await _ in isHeld {}
      try await work()
      try await group.waitForAll()
    }
  }
}
