import Clinic
import Foundation
import HTTPTypes
import Records
import Service
import TestSupport
import Testing

@Suite(.database, .timeLimit(.minutes(10)))
struct RateTests {
  private static func forwarded(_ address: String) throws -> HTTPFields {
    [try #require(HTTPField.Name("X-Forwarded-For")): address]
  }

  @Test func `who asks too often is told to wait, and others are not held up`() async throws {
    try await serve { client in
      let other = client.signedIn(with: try await client.database.token(of: .nurse))
      var answers: [Answer] = []
      for number in 0..<12 {
        answers.append(
          try await client.get("/v1/facilities", Self.forwarded("203.0.113.\(number)")))
      }
      #expect(answers.prefix(5).allSatisfy { $0.status == 200 })
      let refused = try #require(answers.last)
      #expect(refused.status == 429 && refused.problem == "too-many-requests", "\(refused)")
      #expect(refused.headers[.retryAfter].flatMap { Int($0) } ?? 0 >= 1)
      #expect(try await other.get("/v1/facilities", Self.forwarded("203.0.113.99")).status == 200)
    }
  }

  @Test func `an address is held by what the proxy says of it, not by what the client says`() async throws {
    try await serve { client in
      var statuses: [Int] = []
      for number in 0..<30 {
        let stranger = client.signedIn(with: Token("swt_\(number)"))
        statuses.append(
          try await stranger.get("/v1/facilities", Self.forwarded("198.51.100.\(number), 203.0.113.7")).status
        )
      }
      #expect(statuses.first == 401 && statuses.last == 429, "\(statuses)")
      #expect(try await client.get("/v1/facilities", Self.forwarded("203.0.113.8")).status == 200)
    }
  }

  @Test func `a session opens so many different charts in an hour, and those that are open stay so`()
    async throws
  {
    try await ServiceClient.use(change: { $0.chartsPerHour = 2 }) { client in
      var patients: [String] = []
      for name in ["Qoneq", "Qtwoq", "Qthreeq"] { patients.append(try await client.patient(name)) }
      let nurse = client.signedIn(with: try await client.database.token(of: .nurse))
      for _ in 1...5 {
        #expect(try await nurse.get("/v1/patients/\(TestDatabase.new() as Patient.ID)").status == 404)
      }
      #expect(try await nurse.get("/v1/patients/\(patients[0])").status == 200)
      #expect(try await nurse.get("/v1/patients/\(patients[1])").status == 200)

      let refused = try await nurse.get("/v1/patients/\(patients[2])")

      #expect(refused.status == 429 && refused.problem == "too-many-charts", "\(refused)")
      #expect(refused.headers[.retryAfter].flatMap { Int($0) }.map { (3_500...3_600).contains($0) } == true)
      #expect(try await nurse.get("/v1/patients/\(patients[2])/care-team").status == 429)
      #expect(try await nurse.get("/v1/patients/\(patients[0])/summary").status == 200)
      #expect(try await nurse.get("/v1/beds").status == 200)
      let other = client.signedIn(with: try await client.database.token(of: .nurse))
      #expect(try await other.get("/v1/patients/\(patients[2])").status == 200)
    }
  }

  /// Serves behind a proxy, five requests at once for an account.
  private func serve(_ body: @escaping @Sendable (ServiceClient) async throws -> Void) async throws {
    try await ServiceClient.use(
      change: {
        $0.isBehindProxy = true
        $0.requestRate = RequestRate(perSecond: 0.001, burst: 5)
      }, body)
  }
}
