import Clinic
import Foundation
import HTTPTypes
import Logging
import Records
import Service
import TestSupport
import Testing

/// No name, number or note of anybody comes into a log line or into an answer to somebody who may not know it.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct LogCanaryTests {
  @Test func `no route writes anything personal into the log, whether it works or fails`() async throws {
    let book = LogBook()
    try await ServiceClient.use(logger: Logger(label: "test") { _ in book }) { client in
      let walker = try await Walker(client)
      let nurse = try await client.database.token(of: .nurse)
      for line in WalkTable.lines {
        for token in [client.token, nurse, Token("swt_\(Walker.canary)")] {
          _ = try await walker.visit(line.door, as: token)
        }
        let parts = line.door.split(separator: " ").map(String.init)
        let path = parts[1].replacing("{id}", with: Walker.canary) + "?q=\(Walker.canary)&\(Walker.canary)=1"
        for body in ["{\"\(Walker.canary)\": 1}", "{\"q\": \"\(Walker.canary)", "\"\(Walker.canary)\0\""] {
          _ = try await client.send(
            parts[0] == "GET" ? .get : .post, path, Array(body.utf8), [.userAgent: Walker.canary])
        }
      }
    }
    let lines = book.lines
    #expect(lines.count > WalkTable.lines.count * 5)
    for secret in [Walker.canary, "Testa", "1990-05-17"] {
      #expect(lines.filter { $0.contains(secret) } == [], "\(secret) is in the log")
    }
  }

  @Test func `an error told to a stranger repeats nothing of what was sent`() async throws {
    try await ServiceClient.use { client in
      let stranger = client.signedIn(with: Token("swt_stranger"))
      for line in WalkTable.lines {
        let parts = line.door.split(separator: " ").map(String.init)
        let path = parts[1].replacing("{id}", with: Walker.canary) + "?q=\(Walker.canary)"
        let answer = try await stranger.send(
          parts[0] == "GET" ? .get : .post, path,
          parts[0] == "GET" ? nil : Array("{\"wants\": \"\(Walker.canary)\"}".utf8))
        #expect(!answer.text.contains(Walker.canary), "\(line.door): \(answer)")
        #expect((400..<500).contains(answer.status), "\(line.door): \(answer)")
      }
    }
  }
}
