import Foundation
import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct StatementTests {
  @Test func `fragments are spliced in and renumbered`() {
    let condition: SQL = "a = \(1) AND b = \("$1 is no parameter")"
    let statement: SQL = "SELECT \(0) FROM t WHERE \(condition) OR \(condition) LIMIT \(9)"

    #expect(statement.description == "SELECT $1 FROM t WHERE a = $2 AND b = $3 OR a = $4 AND b = $5 LIMIT $6")

    let quoted: SQL = "SELECT '$1', \(1)"
    #expect(("\(7) \(quoted)" as SQL).description == "$1 SELECT '$1', $2")
  }

  @Test func `many parameters are numbered past nine and a hundred`() async throws {
    var list: SQL = "\(0)"
    for n in 1..<150 { list = "\(list) + \(n)" }
    try await withDatabase { [list] database in
      let sum = try await database.count("SELECT \(list)")
      #expect(sum == 150 * 149 / 2)
    }
  }

  @Test func `statements are prepared once, and those unused for longest give way`() async throws {
    try await withDatabase({
      $0.interactive.connections = 1
      $0.statementCacheCapacity = 3
    }) { database in
      let prepared: SQL = "SELECT count(*) FROM pg_prepared_statements"
      for n in 0..<10 {
        for _ in 0..<3 { #expect(try await database.count(SQL(unsafe: "SELECT \(n)")) == n) }
      }
      #expect(try await database.count(prepared) == 3)

      // The same text with other types is another statement.
      let texts = try await database.run(
        Query.one("SELECT \(1) AS v") { row -> Int in try row["v"] },
        Query.one("SELECT \(Int16(1)) AS v") { row -> Int in try row["v"] },
        Query.one("SELECT \("one") AS v") { row -> String in try row["v"] })
      #expect(texts == (1, 1, "one"))
    }
  }

  @Test func `a statement whose preparation fails does not stay prepared`() async throws {
    try await withDatabase({ $0.interactive.connections = 1 }) { database in
      for _ in 0..<2 {
        let error = try await #require(throws: PostgresError.self) {
          try await database.count("SELECT count(*) FROM later")
        }
        #expect(error.code == .undefinedTable)
      }
      try await database.prepare("CREATE TABLE later (n int8)")
      #expect(try await database.count("SELECT count(*) FROM later") == 0)
    }
  }

  @Test func `a table that changes and a server that forgets are no errors`() async throws {
    try await withDatabase({ $0.interactive.connections = 1 }) { database in
      try await database.prepare("CREATE TABLE t (n int8)", "INSERT INTO t VALUES (1)")
      let all = Query.one("SELECT * FROM t") { row -> Int in try row["n"] }
      #expect(try await database.run(all) == 1)

      try await database.prepare("ALTER TABLE t ADD COLUMN extra text")
      #expect(try await database.run(all) == 1)

      try await database.prepare("DEALLOCATE ALL")
      #expect(try await database.run(all) == 1)
    }
  }
}
