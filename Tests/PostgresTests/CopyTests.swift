import Foundation
import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct CopyTests {
  @Test func `binary rows go in and come out`() async throws {
    try await withDatabase { database in
      try await database.prepare("CREATE TABLE t (id uuid, n int8, at timestamptz, note text)")
      let rows = 50_000

      let stored = try await database.transaction { transaction in
        try await transaction.copyIn("COPY t FROM STDIN (FORMAT binary)") { writer in
          for n in 0..<rows {
            try await writer.row {
              $0.append(UUID())
              $0.append(n)
              $0.append(Date(timeIntervalSinceReferenceDate: Double(n)))
              $0.append(n % 3 == 0 ? nil : "note \(n)")
            }
          }
        }
      }
      #expect(stored == rows)
      #expect(try await database.count("SELECT sum(n)::int8 FROM t") == rows * (rows - 1) / 2)
      #expect(try await database.count("SELECT count(*) FROM t WHERE note IS NULL") == 16_667)

      let copied = try await database.transaction { transaction in
        var text: [UInt8] = []
        for try await chunk in transaction.copyOut("COPY (SELECT n FROM t ORDER BY n) TO STDOUT") {
          text += chunk
        }
        return text
      }
      #expect(String(decoding: copied, as: UTF8.self) == (0..<rows).map { "\($0)\n" }.joined())
    }
  }

  @Test func `a text copy of more than fits the buffers goes through`() async throws {
    try await withDatabase { database in
      try await database.prepare("CREATE TABLE t (line text)")
      let line = Array(String(repeating: "x", count: 999).utf8) + [UInt8(ascii: "\n")]
      let block = Array(repeatElement(line, count: 1000).joined())

      let stored = try await database.transaction { transaction in
        try await transaction.copyIn("COPY t FROM STDIN") { writer in
          for _ in 0..<30 { try await writer.write(block) }
        }
      }
      #expect(stored == 30_000)
    }
  }

  @Test func `what the server refuses or the caller gives up leaves nothing`() async throws {
    struct GivenUp: Error {}
    try await withDatabase({ $0.interactive.exclusiveConnections = 1 }) { database in
      try await database.prepare("CREATE TABLE t (n int8 CONSTRAINT small CHECK (n < 10))")

      let refused = try await #require(throws: PostgresError.self) {
        try await database.transaction { transaction in
          try await transaction.copyIn("COPY t FROM STDIN") { writer in
            try await writer.write(Array("1\n2\n30\n".utf8))
          }
        }
      }
      #expect(refused.constraint == "small")
      await #expect(throws: GivenUp.self) {
        try await database.transaction { transaction in
          try await transaction.copyIn("COPY t FROM STDIN") { writer in
            try await writer.write(Array("1\n2\n".utf8))
            throw GivenUp()
          }
        }
      }
      let nowhere = try await #require(throws: PostgresError.self) {
        try await database.transaction { transaction in
          try await transaction.copyIn("COPY nowhere FROM STDIN") { _ in }
        }
      }
      #expect(nowhere.code == .undefinedTable)
      #expect(try await database.count("SELECT count(*) FROM t") == 0)
    }
  }

  @Test func `a cancelled copy ends`() async throws {
    try await withDatabase { database in
      try await database.prepare("CREATE TABLE t (n int8)")
      let task = Task {
        try await database.transaction { transaction in
          try await transaction.copyIn("COPY t FROM STDIN") { writer in
            while true { try await writer.write(Array("1\n2\n3\n4\n5\n6\n7\n8\n".utf8)) }
          }
        }
      }
      try await Task.sleep(for: .milliseconds(200))
      task.cancel()
      await #expect(throws: PostgresError.self) { try await task.value }
      #expect(try await database.count("SELECT count(*) FROM t") == 0)
    }
  }
}
