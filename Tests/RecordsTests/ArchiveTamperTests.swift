import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// What is found after somebody has been at a file of the archive, or at what the database says of it.
@Suite(.database, .timeLimit(.minutes(10)))
struct ArchiveTamperTests {
  /// A way to change a file, by its lines.
  struct FileTampering: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let kinds: Set<TrailFault.Kind>
    let change: @Sendable (inout [String]) -> Void
  }

  @Test(arguments: [
    FileTampering(testDescription: "a row changed", kinds: [.rowsChanged, .fileChanged]) { lines in
      lines = lines.map { $0.replacingOccurrences(of: "\"old.3.1\"", with: "\"old.4.1\"") }
    },
    FileTampering(testDescription: "a row removed", kinds: [.rowsRemoved, .fileChanged]) { lines in
      lines.remove(at: lines.firstIndex { $0.contains("odd.1") } ?? 0)
    },
    FileTampering(testDescription: "two rows in each other's place", kinds: [.rowsChanged, .fileChanged]) {
      lines in
      let places = lines.indices.filter { lines[$0].contains("old.1.1") || lines[$0].contains("old.3.1") }
      lines.swapAt(places[0], places[1])
    },
    FileTampering(testDescription: "two rows of one transaction", kinds: [.fileChanged]) { lines in
      let places = lines.indices.filter { lines[$0].contains("\"odd.") }
      lines.swapAt(places[0], places[1])
    },
    FileTampering(testDescription: "the end cut off", kinds: [.rowsRemoved, .fileChanged, .fileCut]) {
      lines in
      lines.removeLast(6)
    },
    FileTampering(testDescription: "the last line removed", kinds: [.fileCut]) { $0.removeLast() },
    FileTampering(testDescription: "a seal and its rows removed", kinds: [.fileChanged]) { lines in
      let seals = lines.indices.filter { lines[$0].hasPrefix("{\"seal\"") }
      lines.removeSubrange(seals[1]..<seals[2])
    },
    FileTampering(testDescription: "a seal changed", kinds: [.sealForged, .chainBroken, .fileChanged]) {
      lines in
      let place = lines.firstIndex { $0.hasPrefix("{\"seal\"") } ?? 0
      let digest = lines[place].suffix(67).prefix(64)
      lines[place] = lines[place].replacingOccurrences(
        of: digest, with: digest.reversed().map(String.init).joined())
    },
    FileTampering(testDescription: "another time of sealing", kinds: [.sealForged, .fileChanged]) { lines in
      let place = lines.firstIndex { $0.hasPrefix("{\"seal\"") } ?? 0
      lines[place] = lines[place].replacing(/sealed_at":"20/, with: "sealed_at\":\"19")
    },
    FileTampering(testDescription: "another month", kinds: [.fileChanged, .rowsRemoved]) { lines in
      lines[0] = lines[0].replacingOccurrences(of: "2025-01", with: "2024-01")
    },
    FileTampering(testDescription: "a value of no column", kinds: [.fileChanged, .rowsRemoved]) { lines in
      lines = lines.map { $0.replacingOccurrences(of: "\"odd.2\"", with: "\"odd.2\",\"more\":1") }
    },
    FileTampering(testDescription: "a line added at the end", kinds: [.fileChanged]) { $0.append($0[0]) },
  ])
  func `it is found in the file`(_ tampering: FileTampering) async throws {
    let old = try await ArchivedTrail()
    let file = try await old.file(ArchivedTrail.january)
    #expect(old.check(file).isIntact)
    var lines = file.split(separator: "\n").map(String.init)

    tampering.change(&lines)

    let report = old.check(lines.map { $0 + "\n" }.joined())
    #expect(Set(report.trail.faults.map(\.kind)) == tampering.kinds, "\(report.trail.faults.map(\.message))")
    let half = old.check(String(file.dropLast(20)))
    #expect(Set(half.trail.faults.map(\.kind)) == [.fileCut, .fileChanged])
  }

  /// A way to change the database after a month has gone.
  struct Tampering: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let kinds: Set<TrailFault.Kind>
    let statements: [SQL]
  }

  @Test(arguments: [
    Tampering(
      testDescription: "more seals are said to be archived", kinds: [.archiveForged, .rowsRemoved],
      statements: ["UPDATE audit.archived_month SET whole_seals = '{[1,100)}'"]),
    Tampering(
      testDescription: "another file", kinds: [.archiveForged, .rowsRemoved],
      statements: ["UPDATE audit.archived_month SET file_digest = sha256('')"]),
    Tampering(
      testDescription: "the month is forgotten", kinds: [.rowsRemoved],
      statements: ["DELETE FROM audit.archived_row", "DELETE FROM audit.archived_month"]),
    Tampering(
      testDescription: "a row that is left becomes one that was archived",
      kinds: [.archiveForged, .rowsRemoved],
      statements: [
        """
        WITH gone AS (
          DELETE FROM audit.event AS e
          WHERE transaction = (SELECT min(transaction) FROM audit.event WHERE at >= '2025-02-01' AND at < '2025-02-02')
          RETURNING e.*)
        INSERT INTO audit.archived_row
        SELECT '2025-01-01', 99, e.transaction, sha256(record_send(ROW(
          e.at, e.organization_id, e.staff_id, e.session_id, e.roles, e.purpose, e.action, e.outcome, e.patients, e.subject,
          e.request_id, e.source, e.address, e.consent_id, e.transaction))) FROM gone AS e
        """
      ]),
    Tampering(
      testDescription: "a row slipped under a seal whose rows are archived", kinds: [.rowsAdded],
      statements: [
        """
        INSERT INTO audit.event (at, roles, purpose, action, outcome, request_id, source, transaction)
        SELECT '2025-01-05', '', 'treatment', 'x', 'denied', 'x', 'cli', first_transaction FROM audit.archived_month
        """
      ]),
    Tampering(
      testDescription: "a row of the edge removed", kinds: [.rowsRemoved],
      statements: [
        "DELETE FROM audit.event WHERE transaction = (SELECT min(transaction) FROM audit.event WHERE at >= '2025-02-01' AND at < '2025-02-02')"
      ]),
  ])
  func `it is found in the database`(_ tampering: Tampering) async throws {
    let old = try await ArchivedTrail()
    try await old.mayArchive()
    try await old.archive(ArchivedTrail.january)
    try await old.trail.sealAll()
    #expect(try await old.trail.verify().isIntact)

    for statement in tampering.statements { try await old.trail.owner(statement) }

    let report = try await old.trail.verify()
    #expect(Set(report.faults.map(\.kind)) == tampering.kinds, "\(report.faults.map(\.message))")
  }
}
