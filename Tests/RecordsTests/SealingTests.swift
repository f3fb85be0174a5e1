import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Which rows a seal covers, and who may make one.
@Suite(.database, .timeLimit(.minutes(10)))
struct SealingTests {
  @Test func `every row is sealed, those of people who were turned away too`() async throws {
    let trail = try Trail()
    try await trail.sealAll()
    await #expect(throws: NotSignedIn.self) {
      let stranger = Caller(token: Token("swt_nobody"), source: .cli, requestID: "test")
      _ = try await trail.world.records.run(as: stranger, Action(.boardRead), StaffMembers.me)
    }

    try await trail.sealAll()

    let report = try await trail.verify()
    #expect(report.isIntact)
    #expect(report.seals == 2)
    #expect(report.rows == (try await trail.rowCount()))
    #expect(report.unsealed == 0)
    #expect(
      try await trail.texts("SELECT outcome FROM audit.event ORDER BY transaction DESC LIMIT 1") == ["denied"]
    )
  }

  @Test func `a row that appears late is under a later seal`() async throws {
    let trail = try Trail()
    try await trail.sealAll()
    let sealed = try await trail.verify().rows
    let isWritten = Signal()
    let mayEnd = Signal()
    async let late: Void = trail.world.records.transaction(as: trail.world.caller, Action("late", needs: nil))
    {
      _ = try await $0.run(.execute("SELECT pg_current_xact_id()"))
      await isWritten.give()
      await mayEnd.wait()
    }
    await isWritten.wait()
    _ = try await trail.world.patient()

    // The intake has ended, but a transaction that began before it has not.
    guard case .nothingNew = try await trail.sealer.seal() else {
      Issue.record("a seal was made past a transaction that still runs")
      return
    }
    await mayEnd.give()
    try await late
    try await trail.sealAll()

    let report = try await trail.verify()
    #expect(report.isIntact)
    #expect(report.rows == sealed + 2)
  }

  @Test func `a seal has no more rows than it may, and divides no transaction`() async throws {
    let trail = try Trail()
    try await trail.sealAll()
    let before = try await trail.verify().seals
    try await trail.owner(
      """
      INSERT INTO audit.event (at, roles, purpose, action, outcome, request_id, source)
      SELECT \(TestDatabase.now), '', 'treatment', 'many.' || n, 'denied', 'test', 'cli' FROM generate_series(1, 50) AS n
      """)
    for _ in 1...7 { _ = try await trail.world.patient() }

    try await trail.sealAll(most: 3)

    let counts = try await trail.texts(
      "SELECT row_count::text FROM audit.seal WHERE number > \(before) ORDER BY number")
    #expect(counts == ["50", "3", "3", "1"])
    #expect(try await trail.verify().isIntact)
  }

  @Test func `sealers take turns`() async throws {
    let trail = try Trail()
    let sealed = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 1...4 {
        group.addTask {
          var seals = 0
          while seals < 2 {
            if case .sealed = try await trail.sealer.seal(most: 2) { seals += 1 }
            try await Task.sleep(for: .milliseconds(2))
          }
          return seals
        }
      }
      for _ in 1...20 { _ = try await trail.world.patient() }
      return try await group.reduce(0, +)
    }
    try await trail.sealAll()

    let report = try await trail.verify()
    #expect(sealed == 8)
    #expect(report.isIntact, "\(report.faults)")
    #expect(report.rows == (try await trail.rowCount()))
  }

  @Test func `a sealer that is killed leaves nothing half done`() async throws {
    let trail = try Trail()
    let service = trail.world.records.database
    await #expect(throws: PostgresError.self) {
      try await service.transaction { transaction in
        try await transaction.run(.execute("SELECT FROM audit.unsealed(10)"))
        try await trail.owner(
          """
          SELECT pg_terminate_backend(l.pid) FROM pg_locks AS l
          WHERE l.locktype = 'advisory' AND l.classid = 7301 AND l.objid = 2
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          """)
        try await transaction.run(.execute("SELECT 1"))
      }
    }

    try await trail.sealAll()

    #expect(try await trail.verify().isIntact)
  }

  @Test func `the service can neither change a seal nor make one out of turn`() async throws {
    let trail = try Trail()
    try await trail.sealAll()
    let service = trail.world.records.database
    let forbidden: [SQL] = [
      "UPDATE audit.seal SET row_count = 1", "DELETE FROM audit.seal", "TRUNCATE audit.seal",
      """
      INSERT INTO audit.event (at, roles, purpose, action, outcome, request_id, source, transaction)
      VALUES (now(), '', 'treatment', 'x', 'denied', 'x', 'cli', '7')
      """,
    ]
    for statement in forbidden {
      let error = await #expect(throws: PostgresError.self) { try await service.run(.execute(statement)) }
      #expect(error?.code == .insufficientPrivilege)
    }
    let error = await #expect(throws: PostgresError.self) {
      try await service.run(
        .execute(
          """
          SELECT audit.add_seal(9, now(), '0', '5', 1, sha256(''), sha256(''), '\\x0102030405060708', sha256(''))
          """))
    }
    #expect(error?.code == "SW003")
  }

  @Test func `a server that counts from before the newest seal is not sealed behind its back`() async throws {
    let trail = try Trail()
    try await trail.sealAll()
    try await trail.owner("UPDATE audit.seal SET until_transaction = '9000000000000'")

    let error = await #expect(throws: PostgresError.self) { _ = try await trail.sealer.seal() }

    #expect(error?.code == "SW006")
  }

  @Test func `every column of the trail is sealed`() async throws {
    let columns = try await Trail().texts(
      """
      SELECT attname::text FROM pg_attribute
      WHERE attrelid = 'audit.event'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
      """)
    #expect(Set(columns) == Set(TrailVerification.columns))
  }
}

/// A flag that one task raises and another waits for.
actor Signal {
  private var isGiven = false
  private var waiters: [CheckedContinuation<Void, Never>] = []

  func give() {
    isGiven = true
    for waiter in waiters { waiter.resume() }
    waiters = []
  }

  func wait() async {
    if !isGiven { await withCheckedContinuation { waiters.append($0) } }
  }
}
