import Clinic
import Foundation
import Logging
import Postgres
import Records
import Service
import ServiceLifecycle
import TestSupport
import Testing

/// A broken glass is said in the log of the service, through whichever door it was broken.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct AlertWatchTests {
  @Test func `a glass broken without HTTP is logged within a second, by identifiers alone`() async throws {
    try await watching { world in
      let start = ContinuousClock.now
      let glass = try await world.breakGlass()

      let line = try #require(try await world.line(holding: glass))
      #expect(ContinuousClock.now - start < .seconds(1))
      #expect(line.hasPrefix("warning glass broken") && line.contains("\(world.nurse.id)"))
      for secret in ["\(world.patient)", "Zzclosed", "yard"] { #expect(!line.contains(secret)) }
    }
  }

  @Test func `one broken over HTTP is said once`() async throws {
    try await watching { world in
      let service = LogBook()
      let patient = world.patient
      let token = world.nurse.token
      try await ServiceClient.use(logger: Logger(label: "test") { _ in service }) { client in
        let glass = try await client.signedIn(with: token).post(
          "/v1/broken-glass", #"{"patient_id": "\#(patient)", "reason": "found unconscious in the yard"}"#)
        let id = try #require(glass["id"], "\(glass)")
        _ = try #require(try await world.line(holding: id))
      }
      #expect(world.lines.count { $0.contains("glass broken") } == 1)
      #expect(!service.lines.contains { $0.contains("glass broken") })
    }
  }

  @Test func `it listens again when its connection was killed, and says that it may have missed something`()
    async throws
  {
    try await watching { world in
      for _ in 1...2 {
        let heard = world.lines.count
        #expect(try await world.killListener() == 1)
        try await world.waitUntilListening()
        let start = ContinuousClock.now
        let glass = try await world.breakGlass()
        _ = try #require(try await world.line(holding: glass))
        #expect(ContinuousClock.now - start < .seconds(1))
        #expect(world.lines.dropFirst(heard).contains { $0.contains("broken unheard") })
      }
      #expect(world.lines.count { $0.contains("glass broken") } == 2)
    }
  }

  @Test func `what anybody else sends on the channel is not repeated`() async throws {
    try await watching { world in
      for payload in [#"{"kind": "glass_broken", "id": "Zzinjected\n"}"#, "Zzinjected", "[]"] {
        _ = try await world.database.owner.run(
          .execute("SELECT pg_notify('stepwell_alert', \(payload))"))
      }
      let glass = try await world.breakGlass()
      _ = try #require(try await world.line(holding: glass))
      #expect(world.lines.count { $0.contains("not understood") } == 3)
      #expect(!world.lines.contains { $0.contains("Zzinjected") })
    }
  }

  @Test func `what the last request did is said before the service ends`() async throws {
    try await watching { world in
      let glass = try await world.breakGlass()
      await world.group.triggerGracefulShutdown()
      #expect(try await world.line(holding: glass) != nil)
    }
  }

  /// Runs the watch while `body` does, and ends it as the service is ended.
  private func watching(_ body: (Watched) async throws -> Void) async throws {
    let world = try await Watched()
    async let run: Void = world.group.run()
    do {
      try await world.waitUntilListening()
      try await body(world)
    } catch {
      await world.group.triggerGracefulShutdown()
      throw error
    }
    await world.group.triggerGracefulShutdown()
    try await run
  }
}

/// A closed chart, somebody who may break its glass, and the log of the watch.
private struct Watched {
  let database: TestDatabase
  let patient: Patient.ID
  let nurse: (id: Staff.ID, token: Token)
  let group: ServiceGroup
  private let book = LogBook()

  init() async throws {
    database = try TestDatabase.required()
    let made = AsyncStream<String>.makeStream()
    try await ServiceClient.use { client in made.continuation.yield(try await client.patient("Zzclosed")) }
    let text = try #require(await made.stream.first { _ in true })
    patient = try #require(Patient.ID(text))
    nurse = try await database.staff(of: [.nurse])
    let book = book
    let watch = AlertWatch(database.records.database, logger: Logger(label: "test") { _ in book })
    group = ServiceGroup(services: [watch], logger: Logger(label: "test"))
  }

  var lines: [String] { book.lines }

  /// Breaks the glass as the command does, and returns its identifier.
  func breakGlass() async throws -> String {
    let caller = Caller(token: nurse.token, source: .cli, requestID: "test")
    let glass = try await database.records.breakGlass(
      BrokenGlass.Grounds(.patient(patient), reason: "found unconscious in the yard", minutes: 60),
      id: TestDatabase.new(), as: caller)
    return glass.id.description
  }

  /// The line that names a glass, once it is written; nil when it is not within five seconds.
  func line(holding glass: String) async throws -> String? {
    for _ in 0..<500 {
      if let line = lines.first(where: { $0.contains(glass) }) { return line }
      try await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }

  /// Waits for the LISTEN, which comes late when the server has no connection left.
  func waitUntilListening() async throws {
    for _ in 0..<6_000 {
      if try await listeners("pid IS NOT NULL") > 0 { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw NotListening()
  }

  struct NotListening: Error {}

  /// Ends the connection that listens, and says how many there were.
  func killListener() async throws -> Int64 { try await listeners("pg_terminate_backend(pid, 5000)") }

  private func listeners(_ condition: SQL) async throws -> Int64 {
    try await database.owner.run(
      Query<Int64>.one(
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle' AND \(condition)
        """
      ) { try $0[0] })
  }
}
