import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// What a verification says after somebody with all rights in the database has been at the trail.
@Suite(.database, .timeLimit(.minutes(10)))
struct TamperTests {
  /// A way to change the trail, and what must be found.
  struct Tampering: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let statements: [SQL]
    let kinds: Set<TrailFault.Kind>
  }

  @Test(arguments: [
    Tampering(
      testDescription: "a row changed",
      statements: ["UPDATE audit.event SET action = 'patient.search' WHERE \(row)"], kinds: [.rowsChanged]),
    Tampering(
      testDescription: "a patient taken out of a row",
      statements: ["UPDATE audit.event SET patients = '{}' WHERE \(row)"], kinds: [.rowsChanged]),
    Tampering(
      testDescription: "a row removed", statements: ["DELETE FROM audit.event WHERE \(row)"],
      kinds: [.rowsRemoved]),
    Tampering(
      testDescription: "a row slipped in",
      statements: [
        """
        INSERT INTO audit.event (at, roles, purpose, action, outcome, request_id, source, transaction)
        SELECT at, '', 'treatment', 'x', 'denied', 'x', 'cli', transaction FROM audit.event WHERE \(row)
        """
      ], kinds: [.rowsAdded]),
    Tampering(
      testDescription: "two rows of one seal in each other's place",
      statements: [
        """
        UPDATE audit.event AS e SET transaction = other.transaction
        FROM (
          SELECT transaction, row_number() OVER (ORDER BY transaction) AS n FROM audit.event
          WHERE \(firstSeal) ORDER BY transaction LIMIT 2
        ) AS pair, (
          SELECT transaction, row_number() OVER (ORDER BY transaction DESC) AS n
          FROM (SELECT transaction FROM audit.event WHERE \(firstSeal) ORDER BY transaction LIMIT 2) AS two
        ) AS other
        WHERE e.transaction = pair.transaction AND other.n = pair.n
        """
      ], kinds: [.rowsChanged]),
    Tampering(
      testDescription: "a row moved under another seal",
      statements: [
        "UPDATE audit.event SET transaction = (SELECT from_transaction FROM audit.seal WHERE number = 2) WHERE \(row)"
      ], kinds: [.rowsRemoved, .rowsAdded]),
    Tampering(
      testDescription: "a seal removed", statements: ["DELETE FROM audit.seal WHERE number = 2"],
      kinds: [.sealMissing, .rowsUncovered]),
    Tampering(
      testDescription: "the first seals and their rows removed",
      statements: [
        "DELETE FROM audit.event WHERE \(firstSeal)", "DELETE FROM audit.seal WHERE number = 1",
      ], kinds: [.sealMissing]),
    Tampering(
      testDescription: "a seal changed",
      statements: ["UPDATE audit.seal SET sealed_at = now() WHERE number = 2"],
      kinds: [.sealForged]),
    Tampering(
      testDescription: "a row and its seal made anew without the key",
      statements: [
        "DELETE FROM audit.event WHERE \(row)",
        """
        UPDATE audit.seal AS s SET row_count = anew.count, rows_digest = anew.digest FROM (
          SELECT count(*), sha256(string_agg(r.digest, '' ORDER BY r.transaction, r.digest)) AS digest FROM (
            SELECT e.transaction, sha256(record_send(ROW(
              e.at, e.organization_id, e.staff_id, e.session_id, e.roles, e.purpose, e.action, e.outcome, e.patients,
              e.subject, e.request_id, e.source, e.address, e.consent_id, e.transaction))) AS digest
            FROM audit.event AS e WHERE \(firstSeal)) AS r
        ) AS anew WHERE s.number = 1
        """,
      ], kinds: [.sealForged]),
  ])
  func `it is found`(_ tampering: Tampering) async throws {
    let trail = try await sealedThrice()
    #expect(try await trail.verify().isIntact)

    for statement in tampering.statements { try await trail.owner(statement) }

    let report = try await trail.verify()
    #expect(Set(report.faults.map(\.kind)) == tampering.kinds, "\(report.faults.map(\.message))")
  }

  @Test func `the end cut off shows by a seal that was kept elsewhere`() async throws {
    let trail = try await sealedThrice()
    let mark = try #require(try await trail.verify().newest)
    try await trail.owner(
      "DELETE FROM audit.event WHERE transaction >= (SELECT from_transaction FROM audit.seal WHERE number = 3)",
      "DELETE FROM audit.seal WHERE number = 3")

    #expect(try await trail.verify().isIntact, "nothing inside the database shows it")
    #expect(try await trail.verify(mark).faults.map(\.kind) == [.tailRemoved])

    // Life goes on, and another seal gets the number.
    _ = try await trail.world.patient()
    try await trail.sealAll()
    #expect(try await trail.verify(mark).faults.map(\.kind) == [.markDiffers])
  }

  @Test func `seals of another key are not taken`() async throws {
    let trail = try await sealedThrice()
    var random = SystemRandomNumberGenerator()
    let other = try Trail.keys(SecretFile.newText(random: &random))

    #expect(
      try await trail.verify(with: other).faults.map(\.kind) == [.keyUnknown, .keyUnknown, .keyUnknown])
  }

  private func sealedThrice() async throws -> Trail {
    let trail = try Trail()
    for _ in 1...3 {
      _ = try await trail.world.patient()
      _ = try await trail.world.patient()
      try await trail.sealAll()
    }
    return trail
  }
}

/// One row under the first seal, which names a patient.
private let row: SQL = """
  transaction = (SELECT min(transaction) FROM audit.event WHERE cardinality(patients) = 1)
  """

private let firstSeal: SQL = "transaction < (SELECT until_transaction FROM audit.seal WHERE number = 1)"
