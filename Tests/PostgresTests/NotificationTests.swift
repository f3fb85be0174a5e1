import Foundation
import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct NotificationTests {
  @Test func `listeners get what is sent on their channel`() async throws {
    try await withDatabase { database in
      var one = try await database.listen(on: "one").makeAsyncIterator()
      var odd = try await database.listen(on: "an \"odd\" name").makeAsyncIterator()

      try await database.run(
        Query.execute("SELECT pg_notify('one', \("first"))"),
        Query.execute("SELECT pg_notify('an \"odd\" name', 'second')"))

      let first = try await one.next()
      #expect(first?.payload == "first")
      #expect(first?.channel == "one")
      #expect(try await odd.next()?.payload == "second")
    }
  }

  @Test func `listening survives a killed backend`() async throws {
    try await withDatabase { database in
      var heard = try await database.listen(on: "news").makeAsyncIterator()

      try await withDatabaseBeside(database) { killer in
        try await killer.run(
          Query.execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE 'LISTEN%'
            """))
      }

      #expect(try await heard.next()?.isGap == true)
      try await database.run(Query.execute("SELECT pg_notify('news', 'again')"))
      #expect(try await heard.next()?.payload == "again")
    }
  }

  @Test func `the last listener of a channel takes the LISTEN with it`() async throws {
    try await withDatabase { database in
      do {
        let stream = try await database.listen(on: "brief")
        _ = stream
      }
      var other = try await database.listen(on: "other").makeAsyncIterator()
      try await database.run(
        Query.execute("SELECT pg_notify('brief', 'nobody')"),
        Query.execute("SELECT pg_notify('other', 'somebody')"))
      #expect(try await other.next()?.payload == "somebody")
    }
  }
}
