import Foundation
import Glibc
import SystemPackage
import Testing

@testable import PrivatePostgres

@Suite(.serialized, .timeLimit(.minutes(10)))
struct PrivatePostgresTests {
  @Test func `a new folder becomes a running server that both roles reach`() async throws {
    try await DataFolder.with { folder in
      let postgres = PrivatePostgres(folder: folder.path)
      #expect(await postgres.status == .absent)

      let clock = ContinuousClock()
      var connections: Connections?
      let first = try await clock.measure { connections = try await postgres.start() }
      let reach = try #require(connections)

      let asOwner = try await ask(
        reach.ownerConninfo, "SELECT current_user, current_setting('is_superuser')")
      let asService = try await ask(
        reach.serviceConninfo, "SELECT current_user, current_setting('is_superuser')")
      #expect(asOwner == "stepwell_owner|on")
      #expect(asService == "stepwell_app|off")
      try await postgres.stop()
      #expect(await postgres.status == .stopped)

      let again = try await clock.measure { _ = try await postgres.start() }
      let stop = try await clock.measure { try await postgres.stop() }
      print("private PostgreSQL: new \(first), start \(again), stop \(stop)")
    }
  }

  @Test func `the server keeps what it acknowledges and nothing personal in its log`() async throws {
    try await DataFolder.with { folder in
      let postgres = PrivatePostgres(folder: folder.path)
      let reach = try await postgres.start()
      let expected = [
        "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on",
        "listen_addresses": "", "log_error_verbosity": "terse", "log_min_error_statement": "panic",
        "log_parameter_max_length_on_error": "0", "jit": "off", "random_page_cost": "1.1",
        "TimeZone": "UTC",
        "server_encoding": "UTF8", "lc_collate": "C.UTF-8", "unix_socket_permissions": "0700",
      ]

      for (name, value) in expected {
        #expect(try await ask(reach.serviceConninfo, "SHOW \(name)") == value, "\(name)")
      }
      _ = try await ask(
        reach.ownerConninfo, "CREATE TABLE t (name text UNIQUE); INSERT INTO t VALUES ('Aurelia')")
      await #expect(throws: StatementFailed.self) {
        try await ask(reach.ownerConninfo, "INSERT INTO t VALUES ('Aurelia')")
      }

      let log = try String(contentsOfFile: folder.layout.log.string, encoding: .utf8)
      #expect(log.contains("duplicate key"))
      #expect(!log.contains("Aurelia"))
      try await postgres.stop()
    }
  }

  @Test func `committed rows are there after the server is killed`() async throws {
    try await DataFolder.with { folder in
      let first = PrivatePostgres(folder: folder.path)
      let reach = try await first.start()
      _ = try await ask(reach.ownerConninfo, "CREATE TABLE t (n int); INSERT INTO t VALUES (7)")

      try await folder.killServer()
      let second = PrivatePostgres(folder: folder.path)
      let again = try await second.start()

      #expect(try await ask(again.ownerConninfo, "SELECT n FROM t") == "7")
      try await first.stop()
      #expect(folder.server != nil)
      try await second.stop()
      #expect(folder.server == nil)
    }
  }

  @Test
  func `a number in postmaster.pid that now belongs to another program does not stand in the way`()
    async throws
  {
    try await DataFolder.with { folder in
      let postgres = PrivatePostgres(folder: folder.path)
      _ = try await postgres.start()
      try await folder.killServer()
      let file = folder.layout.cluster.appending("postmaster.pid").string
      let old = try String(contentsOfFile: file, encoding: .utf8)
      let recycled = old.replacing(/^\d+/, with: "\(getpid())")
      try recycled.write(toFile: file, atomically: false, encoding: .utf8)

      let next = PrivatePostgres(folder: folder.path)
      _ = try await next.start()

      #expect(folder.server != nil)
    }
  }

  @Test func `the last user of a folder stops its server`() async throws {
    try await DataFolder.with { folder in
      let first = PrivatePostgres(folder: folder.path)
      let second = PrivatePostgres(folder: folder.path)
      async let one = first.start()
      async let other = second.start()
      #expect(try await one == other)

      let processID = folder.server?.processID
      try await first.stop()
      #expect(folder.server?.processID == processID)
      try await second.stop()
      #expect(folder.server == nil)
    }
  }

  @Test func `a server whose command was killed is taken over`() async throws {
    try await DataFolder.with { folder in
      var killed: PrivatePostgres? = PrivatePostgres(folder: folder.path)
      _ = try await killed?.start()
      let processID = try #require(folder.server?.processID)
      killed = nil  // its locks go, as with the process; its server stays

      let next = PrivatePostgres(folder: folder.path)
      _ = try await next.start()
      #expect(folder.server?.processID == processID)
      try await next.stop()

      #expect(folder.server == nil)
    }
  }

  @Test func `a server started by other means is used and left running`() async throws {
    try await DataFolder.with { folder in
      let postgres = PrivatePostgres(folder: folder.path)
      _ = try await postgres.start()
      try await postgres.stop()
      let cluster = Cluster(
        layout: folder.layout, binaries: try Binaries.find(version: nil),
        account: try Account.forServer())
      let foreign = try await Launch(cluster: cluster, deadline: .now + .seconds(20))()

      let reach = try await postgres.start()
      #expect(try await ask(reach.serviceConninfo, "SELECT 1") == "1")
      try await postgres.stop()

      #expect(folder.server?.processID == foreign.processID)
    }
  }

  @Test func `a making that was cut off is started afresh`() async throws {
    try await DataFolder.with { folder in
      mkdir(folder.path, 0o700)
      let half = folder.layout.unfinishedCluster.string
      try FileManager.default.createDirectory(
        atPath: half, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try "15".write(toFile: half + "/PG_VERSION", atomically: false, encoding: .utf8)
      let postgres = PrivatePostgres(folder: folder.path)

      let reach = try await postgres.start()

      #expect(try await ask(reach.ownerConninfo, "SELECT 1") == "1")
      try await postgres.stop()
    }
  }
}
