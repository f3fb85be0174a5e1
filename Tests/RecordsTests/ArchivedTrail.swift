import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// A trail with two old months, a seal over the end of one and the beginning of the other, and files that are held in memory.
struct ArchivedTrail {
  let trail: Trail
  let archiver: TrailArchiver
  static let january = TrailMonth("2025-01")
  static let february = TrailMonth("2025-02")

  init() async throws {
    trail = try Trail()
    archiver = TrailArchiver(trail.world.database.owner, keys: trail.keys)
    try await trail.owner("SELECT audit.make_partitions('2025-01-01', 3)")
    try await trail.sealAll()
    try await rows("2025-01-05", 4)
    try await odd()
    try await trail.sealAll()
    try await rows("2025-01-20", 3)
    try await trail.sealAll()
    try await rows("2025-01-31 23:59:59.999999", 2)
    try await rows("2025-02-01", 3)
    try await trail.sealAll()
    try await rows("2025-02-11", 3)
    try await trail.sealAll()
    try await rows("2025-02-28 12:00", 2)
    try await rows("2025-03-01", 2)
    try await trail.sealAll()
  }

  /// Adds rows, each in a transaction of its own, and one transaction of two.
  func rows(_ time: String, _ count: Int) async throws {
    for number in 1...count {
      try await trail.owner(
        """
        INSERT INTO audit.event (at, roles, purpose, action, outcome, request_id, source)
        SELECT (\(time) || ' UTC')::timestamptz, 'nurse', 'treatment', 'old.' || \(String(number)) || '.' || n, 'denied', 'x', 'cli'
        FROM generate_series(1, CASE WHEN \(number) = 2 THEN 2 ELSE 1 END) AS n
        """)
    }
  }

  /// Rows with every kind of value that a column may hold.
  private func odd() async throws {
    try await trail.owner(
      """
      INSERT INTO audit.event VALUES
        ('2025-01-06 07:08:09.000001+00', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '', 'treatment', 'odd.1',
          'done', ARRAY[gen_random_uuid(), gen_random_uuid()], gen_random_uuid(), E'"\\\\ \\n\\t\\u0001 é 🩺 /', 'http',
          '2001:db8::1', gen_random_uuid()),
        ('2025-01-01 00:00:00+00', NULL, NULL, NULL, 'a,b', 'operations', 'odd.2', 'denied', '{}', NULL, '', 'import',
          '10.1.2.3/24', NULL),
        ('2025-01-07 00:00:00+00', NULL, NULL, NULL, '', 'operations', 'odd.3', 'denied', '{}', NULL, '', 'import',
          '::ffff:10.1.2.3', NULL)
      """)
  }

  func file(_ month: TrailMonth?) async throws -> String {
    let written = Written()
    try await archiver.write(try #require(month)) { written.text += $0 }
    return written.text
  }

  func check(_ file: String) -> ArchiveReport {
    var check = ArchiveCheck(keys: trail.keys)
    // In pieces that end anywhere.
    var rest = Array(file.utf8)[...]
    while !rest.isEmpty {
      check.add(rest.prefix(1_000))
      rest = rest.dropFirst(1_000)
    }
    return check.finish()
  }

  /// Archives a month, and returns its file.
  @discardableResult
  func archive(_ month: TrailMonth?) async throws -> String {
    let file = try await file(month)
    try await archiver.detach(
      try #require(month), check(file), as: trail.world.caller, at: TestDatabase.now)
    return file
  }

  /// The administrator of the tests may archive only as the privacy officer too.
  func mayArchive() async throws {
    try await trail.owner(
      """
      INSERT INTO access.staff_role (organization_id, staff_id, role, valid)
      SELECT organization_id, id, 'privacy_officer', tstzrange(\(trail.world.hours(-1)), NULL) FROM access.staff
      """)
  }

  private final class Written { var text = "" }
}
