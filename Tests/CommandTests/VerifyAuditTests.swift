import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// `stepwell audit verify`, as the auditor runs it on the machine that has the key.
@Suite(.database, .timeLimit(.minutes(10)))
struct VerifyAuditTests {
  @Test func `a trail that nobody touched`() async throws {
    let auditor = try await Auditor()
    try await auditor.seal()

    let outcome = try await auditor.verify("--json")

    #expect(outcome.status == 0, "\(outcome)")
    let report: Report = try outcome.json()
    #expect(report.intact)
    #expect(report.rows > 0)
    #expect(
      report.newest
        == (try await auditor.clinic.run(["audit", "seal"]).output).trimmingCharacters(in: .newlines))
  }

  @Test func `a row that was changed ends it with 65, and names the seal`() async throws {
    let auditor = try await Auditor()
    try await auditor.seal()
    try await auditor.owner(
      "UPDATE audit.event SET action = 'nothing' WHERE transaction = (SELECT min(transaction) FROM audit.event)"
    )

    let outcome = try await auditor.verify()

    #expect(outcome.status == 65)
    #expect(outcome.output.contains("NOT as it was written"))
    #expect(outcome.output.contains("A row under seal 1"), "\(outcome)")
  }

  @Test func `the end cut off shows by the seal that the data folder keeps`() async throws {
    let auditor = try await Auditor()
    let mark = try await auditor.seal()
    try Data("\(mark)\n".utf8).write(to: auditor.folder.appending(path: "seal.newest"))
    #expect(try await auditor.verify().status == 0)
    try await auditor.owner("DELETE FROM audit.event")
    try await auditor.owner("DELETE FROM audit.seal")

    let outcome = try await auditor.verify("--json")

    #expect(outcome.status == 65)
    let report: Report = try outcome.json()
    #expect(report.faults.map(\.kind) == ["tail_removed"])
    let other = try await auditor.verify("--seal", "1:\(String(repeating: "0", count: 64))")
    #expect(other.status == 65)
  }

  @Test func `without a key, with one that others may read, and with what is none`() async throws {
    let auditor = try await Auditor()
    let key = auditor.folder.appending(path: "seal.key")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key.path)
    let exposed = try await auditor.verify("--json")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
    try Data("not a key\n".utf8).write(to: key)
    let broken = try await auditor.verify("--json")
    try FileManager.default.removeItem(at: key)
    let absent = try await auditor.verify("--json")

    #expect((exposed.status, broken.status, absent.status) == (65, 65, 69))
    #expect(exposed.errors.contains("key-exposed"))
    #expect(broken.errors.contains("not-a-key"))
    #expect(absent.errors.contains("no-seal-key"))
    #expect(try await auditor.verify("--seal", "17").status == 64)
    #expect(try await auditor.verify("--from", "now", "--to", "yesterday", "--zone", "UTC").status == 65)
  }

  private struct Report: Decodable {
    struct Fault: Decodable { let kind: String }
    let intact: Bool
    let rows: Int
    let newest: String?
    let faults: [Fault]
  }
}

/// A clinic with a key to its seals, and somebody who may verify.
struct Auditor {
  let clinic: CommandClinic
  let folder: URL
  private let sealer: Sealer

  struct NotSealed: Error {}

  init() async throws {
    clinic = try await CommandClinic()
    folder = URL(filePath: clinic.environment["STEPWELL_DATA_FOLDER"] ?? "", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var random = SystemRandomNumberGenerator()
    let text = SecretFile.newText(random: &random)
    let path = folder.appending(path: "seal.key").path
    guard let keys = SecretFile(text: text).flatMap(SealKeys.init),
      FileManager.default.createFile(
        atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    else { throw NotSealed() }
    sealer = Sealer(clinic.database.records.database, keys: keys)
  }

  func verify(_ options: String...) async throws -> Program.Outcome {
    try await clinic.run(["audit", "verify"] + options)
  }

  func owner(_ statement: SQL) async throws {
    try await clinic.database.owner.run(.execute(statement))
  }

  /// How many rows of old months no seal covers.
  func unsealed() async throws -> Int64 {
    try await clinic.database.owner.run(
      .one(
        """
        SELECT count(*) AS n FROM audit.event
        WHERE at < '2026-01-01' AND transaction >= coalesce((SELECT max(until_transaction) FROM audit.seal), '0')
        """
      ) { try $0["n"] })
  }

  /// Waits until a transaction of another test no longer holds the seal up.
  @discardableResult
  func seal() async throws -> SealMark {
    for _ in 1...3_000 {
      if case .sealed(let seal) = try await sealer.seal() { return seal.mark }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw NotSealed()
  }
}
