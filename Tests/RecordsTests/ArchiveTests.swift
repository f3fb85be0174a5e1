import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Months of the trail that go to files: both the file and what is left must hold against the seals.
@Suite(.database, .timeLimit(.minutes(10)))
struct ArchiveTests {
  @Test func `months go one after the other, and the seals hold in the files and in what is left`()
    async throws
  {
    let old = try await ArchivedTrail()
    try await old.mayArchive()
    let rows = try await old.trail.rowCount()
    #expect(
      try await old.archiver.months(before: try #require(TrailMonth("2025-03"))).map(\.description) == [
        "2025-01", "2025-02",
      ])

    let january = try await old.archive(ArchivedTrail.january)
    try await old.trail.sealAll()
    let after = try await old.trail.verify()
    let february = try await old.archive(ArchivedTrail.february)
    try await old.trail.sealAll()

    let report = try await old.trail.verify()
    #expect(after.isIntact, "\(after.faults.map(\.message))")
    #expect(report.isIntact, "\(report.faults.map(\.message))")
    #expect(report.archived.map(\.month.description) == ["2025-01", "2025-02"])
    #expect(report.archived.map(\.rowCount) == [15, 11])
    #expect(try await old.trail.rowCount() == rows - 26 + 2, "and each archiving is a row itself")
    #expect(
      try await old.trail.texts("SELECT outcome FROM audit.event WHERE action = 'audit.archive'") == [
        "done", "done",
      ])
    for (file, month) in zip([january, february], report.archived) {
      let check = old.check(file)
      #expect(check.isIntact, "\(check.trail.faults.map(\.message))")
      #expect(check.fileDigest == month.fileDigest)
    }
    #expect(january.contains("2025-01-31T23:59:59.999999Z") && january.contains("10.1.2.3/24"))
    #expect(try await old.archiver.months(before: try #require(TrailMonth("2025-03"))).isEmpty)
  }

  @Test func `until the month is taken out nothing is changed, and the file is written the same again`()
    async throws
  {
    let old = try await ArchivedTrail()
    try await old.mayArchive()
    let before = try await old.trail.rowCount()

    let first = try await old.file(ArchivedTrail.january)
    #expect(try await old.trail.rowCount() == before)
    #expect(try await old.trail.verify().isIntact)
    #expect(try await old.archive(ArchivedTrail.january) == first)
    #expect(try await old.trail.verify().isIntact)
  }

  @Test func `rows that are not sealed stay, and so does a month that has grown or was changed`() async throws
  {
    let old = try await ArchivedTrail()
    try await old.mayArchive()
    let file = try await old.file(ArchivedTrail.january)
    try await old.rows("2025-01-09", 1)
    let month = try #require(ArchivedTrail.january)

    let grown = await #expect(throws: ArchiveRefused.self) {
      try await old.archiver.detach(month, old.check(file), as: old.trail.world.caller, at: TestDatabase.now)
    }
    let unsealed = await #expect(throws: ArchiveRefused.self) { try await old.file(month) }
    try await old.trail.sealAll()
    try await old.trail.owner("UPDATE audit.event SET roles = 'director' WHERE action = 'odd.2'")
    let changed = try await old.file(month)
    let refused = await #expect(throws: ArchiveRefused.self) {
      try await old.archiver.detach(
        month, old.check(changed), as: old.trail.world.caller, at: TestDatabase.now)
    }

    #expect([grown?.code, unsealed?.code, refused?.code] == ["month-grown", "not-sealed", "not-as-sealed"])
    #expect(old.check(changed).trail.faults.map(\.kind) == [.rowsChanged])
    #expect(try await old.archiver.months(before: month.adding(months: 1)) == [month])
  }

  @Test func `only whoever may verify the trail takes a month out`() async throws {
    let old = try await ArchivedTrail()
    let file = try await old.file(ArchivedTrail.january)
    let nurse = try await old.trail.world.database.token(of: .nurse)
    let caller = Caller(token: nurse, source: .cli, requestID: "test")

    await #expect(throws: NotPermitted.self) {
      try await old.archiver.detach(
        try #require(ArchivedTrail.january), old.check(file), as: caller, at: TestDatabase.now)
    }
    #expect(try await old.trail.texts("SELECT month::text FROM audit.archived_month").isEmpty)
  }

  @Test func `a month without rows has a file too`() async throws {
    let old = try await ArchivedTrail()
    try await old.mayArchive()
    try await old.trail.owner("SELECT audit.make_partitions('2024-12-01', 1)")
    let month = TrailMonth("2024-12")

    let file = try await old.archive(month)

    #expect(old.check(file).isIntact)
    #expect(try await old.trail.verify().isIntact)
  }

  @Test func `months are made ahead, and rows of the next month go there`() async throws {
    let trail = try Trail()
    let late = try #require(try? Date("2031-11-30T23:30:00Z", strategy: .iso8601))
    let sealer = Sealer(trail.world.records.database, keys: trail.keys, clock: { late })

    try await sealer.makePartitions()
    try await sealer.makePartitions()
    try await trail.owner(
      """
      INSERT INTO audit.event (at, roles, purpose, action, outcome, request_id, source)
      VALUES ('2032-02-29 12:00+00', '', 'treatment', 'ahead', 'denied', 'x', 'cli')
      """)

    let made = try await trail.texts(
      """
      SELECT inhrelid::regclass::text FROM pg_inherits
      WHERE inhparent = 'audit.event'::regclass AND inhrelid::regclass::text > 'audit.event_2031' ORDER BY 1
      """)
    #expect(
      made.filter { !$0.contains("elsewhen") } == [
        "audit.event_2031_11", "audit.event_2031_12", "audit.event_2032_01", "audit.event_2032_02",
      ])
    #expect(
      try await trail.texts("SELECT tableoid::regclass::text FROM audit.event WHERE action = 'ahead'") == [
        "audit.event_2032_02"
      ])
  }
}
