import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct OnceTests {
  private static let key = HTTPField.Name("Idempotency-Key")
  private static let prefer = HTTPField.Name("Prefer")

  private func headers(_ key: String) throws -> HTTPFields { [try #require(Self.key): key] }

  private func count(_ table: String, _ client: ServiceClient) async throws -> Int64 {
    try await client.database.owner.run(
      Query<Int64>.one(SQL(unsafe: "SELECT count(*) AS n FROM clinic.\(table)")) { try $0["n"] })
  }

  @Test func `the same request under the same key is answered alike and done once`() async throws {
    try await ServiceClient.use { client in
      let first = try await client.post("/v1/intakes", client.intake(), headers("one"))
      let second = try await client.post("/v1/intakes", client.intake(), headers("one"))

      #expect(first.status == 201)
      #expect(second.status == first.status && second.text == first.text)
      #expect(second.headers[.location] == first.headers[.location])
      #expect(try await count("intake", client) == 1)
    }
  }

  @Test func `another request under a key that was used is refused`() async throws {
    try await ServiceClient.use { client in
      _ = try await client.post("/v1/intakes", client.intake(), headers("one"))
      let other = try await client.post("/v1/intakes", client.intake("Otherperson"), headers("one"))

      #expect(other.status == 422 && other.problem == "idempotency-key-reused", "\(other)")
      #expect(try await count("intake", client) == 1)
    }
  }

  @Test func `of many at once one writes and all get its answer`() async throws {
    try await ServiceClient.use { client in
      let fields = try headers("many")
      let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
        for _ in 0..<12 { group.addTask { try await client.post("/v1/intakes", client.intake(), fields) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }

      #expect(Set(answers.map(\.status)) == [201], "\(answers)")
      #expect(Set(answers.map(\.text)).count == 1)
      #expect(try await count("intake", client) == 1)
      #expect(try await count("patient", client) == 1)
    }
  }

  @Test func `a move that is repeated is answered although the rules no longer allow it`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let episode = try await client.episode(patient, bed: client.database.north.detoxBeds[0])
      let body = client.transfer(bed: client.database.north.residentialBeds[0])

      let first = try await client.post("/v1/episodes/\(episode)/moves", body, headers("move"))
      let second = try await client.post("/v1/episodes/\(episode)/moves", body, headers("move"))

      #expect(first.status == 201, "\(first)")
      #expect(second.status == 201 && second.text == first.text, "\(second)")
      #expect(second.headers[.eTag] == "\"2\"")
    }
  }

  @Test func `whoever prefers little gets no body`() async throws {
    try await ServiceClient.use { client in
      let answer = try await client.post(
        "/v1/enquiries", "{}", [try #require(Self.prefer): "return=minimal"])

      #expect(answer.status == 204 && answer.text.isEmpty)
      #expect(answer.headers[.location]?.hasPrefix("/v1/enquiries/") == true)
    }
  }
}
