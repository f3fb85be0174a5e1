import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import stepwell

/// What `doctor --security` says of a database and a folder that somebody has changed by hand.
@Suite(.database, .timeLimit(.minutes(10)))
struct SecurityChecksTests {
  @Test(arguments: [
    ("ALTER TABLE clinic.patient NO FORCE ROW LEVEL SECURITY", "row-level security"),
    ("GRANT DELETE ON audit.event TO stepwell_app", "audit trail"),
    ("GRANT SELECT ON clinic.demographics TO PUBLIC", "rights of everybody"),
    ("GRANT SELECT ON access.session TO stepwell_app", "secrets in tables"),
  ])
  func `a table that was opened by hand is named`(change: String, check: String) async throws {
    let owner = try TestDatabase.required().owner
    let before = try await TableRightsChecks.run(owner, at: Date())
    #expect(before.filter { $0.state != .ok }.map(\.check) == [])

    _ = try await owner.run(.execute(SQL(unsafe: change)))
    let after = try await TableRightsChecks.run(owner, at: Date())
    #expect(after.filter { $0.state == .fail }.map(\.check) == [check])
    #expect(after.allSatisfy { $0.state == .ok || $0.remedy != nil })
  }

  @Test func `a clock that is off is found`() async throws {
    let owner = try TestDatabase.required().owner
    let findings = try await TableRightsChecks.run(owner, at: Date().addingTimeInterval(-30))
    #expect(findings.filter { $0.state == .fail }.map(\.check) == ["clocks"])
  }

  @Test func `who manages staff with a password alone is counted`() async throws {
    let database = try TestDatabase.required()
    _ = try await SignInDesk(database.records).add(
      handle: "grace", name: Line("Zz Grace"), roles: [.administrator], in: nil, as: database.caller)
    // The command goes by the machine's clock, not by the tests'.
    try await database.owner.run(
      .execute("UPDATE access.staff_role SET valid = tstzrange(now() - interval '1 day', NULL)"))

    let alone = try await TableRightsChecks.run(database.owner, at: Date())
    #expect(
      alone.filter { $0.state == .warn }.map(\.found) == ["1 who manage staff or read the trail have none"])

    try await database.owner.run(
      .execute(
        """
        INSERT INTO access.second_factor (organization_id, staff_id, key_id, secret, begun_at, confirmed_at, last_step)
        SELECT organization_id, id, '\\x0000000000000000', 'x', now(), now(), 1 FROM access.staff WHERE handle = 'grace'
        """))
    let held = try await TableRightsChecks.run(database.owner, at: Date())
    #expect(held.filter { $0.state == .warn }.isEmpty)
  }

  @Test func `a secret that others can read is named`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "stepwell-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for key in ["seal.key", "factor.key"] { try PrivateFile.write(Data("x".utf8), to: "\(folder)/\(key)") }
    #expect(FileChecks.run(folder: folder).allSatisfy { $0.state == .ok })

    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder + "/seal.key")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder + "/factor.key")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
    let findings = FileChecks.run(folder: folder)
    #expect(
      findings.filter { $0.state == .fail }.map(\.check) == [
        "data folder", "file seal.key", "file factor.key",
      ])
  }
}
