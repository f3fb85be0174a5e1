import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// `stepwell audit archive`, and what it does when something is in its way.
@Suite(.database, .timeLimit(.minutes(10)))
struct ArchiveAuditTests {
  @Test func `months go to files, which hold by themselves, and questions say so`() async throws {
    let auditor = try await archivist()
    let folder = try folder()

    let outcome = try await auditor.clinic.run(command(folder))

    #expect(outcome.status == 0, "\(outcome)")
    let january = folder + "/audit-2025-01.jsonl"
    let mode = try FileManager.default.attributesOfItem(atPath: january)[.posixPermissions] as? NSNumber
    #expect(mode == 0o600)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
        "audit-2025-01.jsonl", "audit-2025-02.jsonl",
      ])
    let living = try await auditor.verify()
    #expect(living.status == 0 && living.output.contains("2025-02, 1 rows"), "\(living)")
    let alone = try await auditor.clinic.run(
      ["audit", "verify", "--archive", january, folder + "/audit-2025-02.jsonl"], token: "")
    #expect(alone.status == 0, "\(alone)")
    let search = try await auditor.clinic.run(["audit", "search", "--outcome", "denied"])
    #expect(search.errors.contains("months before 2025-03 are in the archive"), "\(search)")
    let recent = try await auditor.clinic.run(["audit", "search", "--from", "yesterday", "--zone", "UTC"])
    #expect(recent.status == 0 && recent.errors.isEmpty, "\(recent)")
    let patient = try await auditor.clinic.patient()
    let saw = try await auditor.clinic.run(["audit", "who-saw", "--patient", patient, "--json"])
    #expect(saw.errors.contains("months before 2025-03 are in the archive"), "\(saw)")

    let text = try String(contentsOfFile: january, encoding: .utf8)
    try text.replacingOccurrences(of: "old.1", with: "old.9").write(toFile: january)
    let changed = try await auditor.clinic.run(["audit", "verify", "--archive", january])
    #expect(changed.status == 65 && changed.output.contains("A row under seal"), "\(changed)")
  }

  @Test func `killed before the month is taken out, it has lost nothing, and the next one completes it`()
    async throws
  {
    let auditor = try await archivist()
    let folder = try folder()
    let owner = auditor.clinic.database.owner
    let january = folder + "/audit-2025-01.jsonl"
    let scratch = URL(filePath: try self.folder())
    try await owner.transaction(on: .reporting) { transaction in
      // Whoever reads the trail keeps its months in place.
      try await transaction.run(.execute("LOCK TABLE audit.event IN ACCESS SHARE MODE"))
      let process = try Program.start(command(folder), in: scratch, environment: auditor.clinic.environment)
      let waits: SQL = """
        SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND relation = 'audit.event'::regclass
        """
      for _ in 1...600 where try await transaction.run(Query<Int64>.one(waits) { try $0["n"] }) == 0 {
        try await Task.sleep(for: .milliseconds(20))
      }
      kill(process.processIdentifier, SIGKILL)
      await Program.ended(process)
    }
    #expect(FileManager.default.fileExists(atPath: january))
    let written = try Data(contentsOf: URL(filePath: january))
    #expect(try await auditor.verify().status == 0)
    #expect(try await months(owner) == [])

    let again = try await auditor.clinic.run(command(folder))

    #expect(again.status == 0, "\(again)")
    #expect(try Data(contentsOf: URL(filePath: january)) == written)
    #expect(try await months(owner) == ["2025-01-01", "2025-02-01"])
    #expect(try await auditor.verify().status == 0)
  }

  @Test func `what a killed one left half-written is removed by the next, and nothing else is`() async throws
  {
    let auditor = try await archivist()
    let folder = try folder()
    let scratch = URL(filePath: try self.folder())
    try await auditor.clinic.database.owner.transaction(on: .reporting) { transaction in
      // It is read while the file is open.
      try await transaction.run(.execute("LOCK TABLE audit.archived_row IN ACCESS EXCLUSIVE MODE"))
      let process = try Program.start(command(folder), in: scratch, environment: auditor.clinic.environment)
      let waits: SQL = """
        SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND relation = 'audit.archived_row'::regclass
        """
      for _ in 1...600 where try await transaction.run(Query<Int64>.one(waits) { try $0["n"] }) == 0 {
        try await Task.sleep(for: .milliseconds(20))
      }
      kill(process.processIdentifier, SIGKILL)
      await Program.ended(process)
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(left.count == 1 && left[0].hasPrefix(".audit-2025-01."), "\(left)")
    let (written, other) = (".audit-2025-01.\(UUID().uuidString)", ".audit-2025-01.mine")
    for name in [written, other] { try "x".write(toFile: "\(folder)/\(name)") }
    let descriptor = open("\(folder)/\(written)", O_RDONLY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0, "as one does that is still writing")

    let again = try await auditor.clinic.run(command(folder))

    #expect(again.status == 0, "\(again)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        == [
          written, other, "audit-2025-01.jsonl", "audit-2025-02.jsonl",
        ].sorted())
  }

  @Test func `it does not wait for ever for those who use the trail`() async throws {
    let auditor = try await archivist()
    let folder = try folder()
    let outcome = try await auditor.clinic.database.owner.transaction(on: .reporting) { transaction in
      try await transaction.run(.execute("LOCK TABLE audit.event IN ACCESS SHARE MODE"))
      return try await auditor.clinic.run(command(folder))
    }

    #expect(outcome.status == 75, "\(outcome)")
    #expect(try await months(auditor.clinic.database.owner) == [])
    #expect(try await auditor.clinic.run(command(folder)).status == 0)
  }

  @Test func `what is refused, and how`() async throws {
    let auditor = try await archivist()
    let folder = try folder()
    let soon = TrailMonth(of: Date()).adding(months: -12)
    let young = try await auditor.clinic.run(
      ["audit", "archive", "--before", "\(soon)", "--to", folder, "--json"])
    let few = try await auditor.clinic.run(command(folder) + ["--keep-months", "12"])
    let nowhere = try await auditor.clinic.run(command(folder + "/none"))
    let nothing = try await auditor.clinic.run(["audit", "archive", "--before", "2025-13", "--to", folder])
    let kept = try await auditor.clinic.run(command(folder) + ["--keep-months", "120"])
    try "another\n".write(toFile: folder + "/audit-2025-01.jsonl")
    let inTheWay = try await auditor.clinic.run(command(folder) + ["--json"])
    try FileManager.default.removeItem(atPath: folder + "/audit-2025-01.jsonl")
    try await auditor.owner(old("2025-01-09", "late"))
    let unsealed = try await auditor.clinic.run(command(folder) + ["--json"])

    #expect([young, few, nowhere, nothing, kept].map(\.status) == [65, 64, 65, 64, 65])
    #expect(young.errors.contains("too-young"))
    #expect((inTheWay.status, unsealed.status) == (75, 65))
    #expect(inTheWay.errors.contains("file-in-the-way") && unsealed.errors.contains("not-sealed"))
    #expect(try await months(auditor.clinic.database.owner) == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty, "nothing half-written stays")
  }

  private func command(_ folder: String) -> [String] {
    ["audit", "archive", "--before", "2025-03", "--to", folder]
  }

  private func folder() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "stepwell-archive-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path
  }

  private func months(_ owner: Database) async throws -> [String] {
    try await owner.run(.all("SELECT month::text FROM audit.archived_month ORDER BY 1") { try $0[0] })
  }

  private func old(_ day: String, _ action: String) -> SQL {
    """
    INSERT INTO audit.event (at, roles, purpose, action, outcome, request_id, source)
    VALUES ((\(day) || ' 12:00 UTC')::timestamptz, '', 'treatment', \(action), 'denied', 'x', 'cli')
    """
  }

  /// Somebody who may archive, and a trail with two old months under one seal.
  private func archivist() async throws -> Auditor {
    let auditor = try await Auditor()
    try await auditor.owner("SELECT audit.make_partitions('2025-01-01', 2)")
    try await auditor.owner(old("2025-01-05", "old.1"))
    try await auditor.owner(old("2025-02-05", "old.2"))
    try await auditor.owner(
      """
      INSERT INTO access.staff_role (organization_id, staff_id, role, valid)
      SELECT organization_id, id, 'privacy_officer', '[2020-01-01,)' FROM access.staff
      """)
    while try await auditor.unsealed() > 0 { try await auditor.seal() }
    return auditor
  }
}

extension String {
  fileprivate func write(toFile path: String) throws { try Data(utf8).write(to: URL(filePath: path)) }
}
