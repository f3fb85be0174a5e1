import Foundation
import Postgres

/// Seals the audit trail: closes the rows of transactions that have ended, and chains the seal to the one before.
///
/// Any number may run against one database; they take turns. It works with the rights of the service.
package struct Sealer: Sendable {
  /// What an attempt came to.
  package enum Outcome: Sendable {
    case sealed(Seal)
    /// Every row of a transaction that has ended is sealed already.
    case nothingNew(newest: SealMark?)
    /// Another sealer is at work.
    case busy
  }

  private let database: Database
  private let keys: SealKeys
  private let clock: @Sendable () -> Date

  package init(_ database: Database, keys: SealKeys, clock: @escaping @Sendable () -> Date = { Date() }) {
    self.database = database
    self.keys = keys
    self.clock = clock
  }

  /// Makes the next seal, over at most about `most` rows, where there is something to seal.
  package func seal(most: Int32 = 10_000) async throws -> Outcome {
    try await database.transaction { transaction in
      guard let open = try await transaction.run(OpenStretch.query(most: most)) else { return .busy }
      guard open.rowCount > 0 else {
        return .nothingNew(
          newest: open.number > 1 ? SealMark(number: open.number - 1, digest: open.previous) : nil)
      }
      // To the microsecond, as the database keeps it.
      let time = Date(timeIntervalSince1970: (clock().timeIntervalSince1970 * 1e6).rounded() / 1e6)
      let seal = Seal(open, at: time, key: keys.newest)
      try await transaction.run(.execute(Self.add(seal)))
      return .sealed(seal)
    }
  }

  /// Makes the partitions of this month and the next three.
  package func makePartitions() async throws {
    let now = clock()
    try await database.run(
      .execute("SELECT audit.make_partitions((\(now) AT TIME ZONE 'UTC')::date, 4)"))
  }

  private static func add(_ seal: Seal) -> SQL {
    """
    SELECT audit.add_seal(
      \(seal.number), \(seal.sealedAt), \(String(seal.from))::xid8, \(String(seal.until))::xid8, \(seal.rowCount),
      \(seal.rowsDigest), \(seal.previous), \(seal.keyID), \(seal.digest))
    """
  }
}

/// The rows that the next seal is to cover.
struct OpenStretch: Sendable {
  let number: Int64
  let from: Int64
  let until: Int64
  let rowCount: Int64
  let rowsDigest: [UInt8]
  let previous: [UInt8]

  /// Nil when another sealer is at work.
  static func query(most: Int32) -> Query<OpenStretch?> {
    .first(
      """
      SELECT number, from_transaction::text::bigint AS from_transaction,
        until_transaction::text::bigint AS until_transaction, row_count,
        coalesce(rows_digest, '') AS rows_digest, previous
      FROM audit.unsealed(\(most))
      """
    ) { row in
      OpenStretch(
        number: try row["number"], from: try row["from_transaction"], until: try row["until_transaction"],
        rowCount: try row["row_count"], rowsDigest: try row["rows_digest"], previous: try row["previous"])
    }
  }
}
