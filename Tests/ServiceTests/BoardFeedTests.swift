import Clinic
import Foundation
import HTTPTypes
import Postgres
import Records
import TestSupport
import Testing

/// Changes of the board, told as they happen.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct BoardFeedTests {
  @Test func `whoever watches is told of a change, and of nobody in it`() async throws {
    try await ServiceClient.use { client in
      let north = client.database.north
      async let feed = client.get("/v1/board/events?facility=\(north.id)&seconds=3")
      try await Self.listening(client.database, 1)
      let patient = try await client.patient()
      _ = try await client.episode(patient, bed: north.detoxBeds[0])

      let answer = try await feed

      #expect(answer.status == 200 && answer.headers[.contentType] == "text/event-stream")
      #expect(answer.text.hasPrefix("retry: 1000\n\n"))
      #expect(answer.text.contains("event: board\ndata: {\"facility_id\": \"\(north.id)\"}\n\n"))
      #expect(!answer.text.contains(patient) && !answer.text.contains("Zzyx"))
    }
  }

  @Test func `a change comes within a second, to many over one connection of the database`() async throws {
    let database = try TestDatabase.required()
    var readers: [AsyncThrowingStream<Facility.ID?, any Error>] = []
    for _ in 0..<200 { readers.append(try await database.records.boardChanges()) }
    #expect(try await Self.listeners(database) == 1)
    let start = ContinuousClock.now

    try await Self.hold(database, database.north.detoxBeds[1])

    for reader in readers {
      var iterator = reader.makeAsyncIterator()
      #expect(try await iterator.next() == database.north.id)
    }
    #expect(ContinuousClock.now - start < .seconds(1))
  }

  @Test func `nobody is told of a facility where they do not work`() async throws {
    try await ServiceClient.use { client in
      let (north, south) = (client.database.north, client.database.south)
      let elsewhere = client.signedIn(with: try await client.database.token(of: .nurse, in: south.id))
      let refused = try await elsewhere.get("/v1/board/events?facility=\(north.id)&seconds=1")
      async let feed = elsewhere.get("/v1/board/events?seconds=3")
      try await Self.listening(client.database, 1)

      try await Self.hold(client.database, north.detoxBeds[1])
      try await Self.hold(client.database, south.detoxBeds[1])

      let answer = try await feed
      #expect(refused.status == 404 && refused["field"] == "facility")
      #expect(answer.text.contains("\(south.id)") && !answer.text.contains("\(north.id)"))
    }
  }

  @Test func `a unit of work that is refused tells nobody`() async throws {
    let database = try TestDatabase.required()
    try await Self.hold(database, database.north.detoxBeds[1])
    let changes = try await database.records.boardChanges()

    await #expect(throws: BedTaken.self) { try await Self.hold(database, database.north.detoxBeds[1]) }
    try await Self.hold(database, database.south.detoxBeds[1])

    var iterator = changes.makeAsyncIterator()
    #expect(try await iterator.next() == database.south.id)
  }

  private static func hold(_ database: TestDatabase, _ bed: Bed.ID) async throws {
    try await database.records.hold(
      bed, for: nil, from: TestDatabase.now, until: TestDatabase.now.addingTimeInterval(3_600), reason: nil,
      occupation: TestDatabase.new(), as: database.caller)
  }

  private static func listeners(_ database: TestDatabase) async throws -> Int64 {
    try await database.owner.run(
      Query<Int64>.one(
        """
        SELECT count(*) AS number FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%stepwell_board%'
        """
      ) { try $0["number"] })
  }

  /// Waits until the service listens.
  private static func listening(_ database: TestDatabase, _ count: Int64) async throws {
    while try await listeners(database) < count { try await Task.sleep(for: .milliseconds(20)) }
    // The feed begins when its own listening does, which the server knew of just now.
    try await Task.sleep(for: .milliseconds(100))
  }
}
