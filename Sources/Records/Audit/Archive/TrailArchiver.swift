import Clinic
import Crypto
import Foundation
import Postgres

/// Writes whole months of the trail to files, and takes them out of the database once the files are checked.
///
/// Works with the rights of the owner of the tables.
package struct TrailArchiver: Sendable {
  private let owner: Database
  private let keys: SealKeys

  package init(_ owner: Database, keys: SealKeys) {
    self.owner = owner
    self.keys = keys
  }

  /// The months before `end` that are still in the database, the oldest first.
  package func months(before end: TrailMonth) async throws -> [TrailMonth] {
    let names = try await owner.run(
      Query<[String]>.all(
        """
        SELECT translate(substr(c.relname, 7), '_', '-') AS month
        FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'audit.event'::regclass AND c.relname ~ '^event_[0-9]{4}_[0-9]{2}$' ORDER BY 1
        """
      ) { try $0["month"] })
    return names.compactMap { TrailMonth($0) }.filter { $0 < end }
  }

  /// Writes the archive of `month`, line after line.
  ///
  /// Throws an `ArchiveRefused` where rows are not sealed yet, or the trail is not as it was sealed.
  package func write(_ month: TrailMonth, _ write: @escaping (String) throws -> Void) async throws {
    try await owner.transaction(on: .reporting) { transaction in
      try await transaction.run(.execute("SET LOCAL statement_timeout = 0"))
      try await transaction.run(.execute("LOCK TABLE audit.event IN ACCESS SHARE MODE"))
      let (extent, edges) = try await transaction.run(Extent.of(month), EdgeRow.all)
      guard extent.unsealed == 0 else { throw ArchiveRefused.notSealed(month) }
      var text = ArchiveText(month, edges: edges.map(\.row), write)
      try text.begin(
        ArchiveHead(
          format: 1, month: "\(month)", rows: extent.rows, first_transaction: extent.first,
          last_transaction: extent.last))
      if extent.rows > 0 {
        var seals = SealPages(owner, first: extent.firstSeal, last: extent.lastSeal)
        var isFirst = true
        for try await chunk in transaction.copyOut(SealedRow.copy(from: extent.from, until: extent.until)) {
          for row in SealedRows(chunk, isFirst: isFirst) {
            while row.transaction >= text.until, let seal = try await seals.next() { try text.begin(seal) }
            text.add(row)
          }
          isFirst = false
        }
      }
      guard try text.finish(keys.newest) == extent.rows else { throw ArchiveRefused.notAsSealed(month) }
    }
  }

  /// Takes the month out of the database, and writes down for its seals that it is in the archive.
  ///
  /// All of it is one unit of work of `caller`, or nothing. `report` is what reading the file again came to.
  ///
  /// Throws an `ArchiveRefused` where the file does not hold all rows of the month.
  package func detach(
    _ month: TrailMonth, _ report: ArchiveReport, as caller: Caller, at time: Date
  ) async throws {
    // To the microsecond, as the database keeps it.
    let time = Date(timeIntervalSince1970: (time.timeIntervalSince1970 * 1e6).rounded() / 1e6)
    guard report.isIntact, report.month == month else { throw ArchiveRefused.notAsSealed(month) }
    let archived = ArchivedMonth(report, month: month, at: time, key: keys.newest)
    let action = Action("audit.archive", needs: .auditVerify)
    try await Records(owner, clock: { time }).transaction(as: caller, action) { transaction in
      let partition = SQL(unsafe: "audit.\(month.partition)")
      for setting: SQL in ["SET LOCAL statement_timeout = 0", "SET LOCAL lock_timeout = '5s'"] {
        try await transaction.run(.execute(setting))
      }
      // Nobody adds a row while those that are there are counted.
      try await transaction.run(.execute("LOCK TABLE \(partition) IN SHARE MODE"))
      let extent = try await transaction.run(Extent.of(month))
      guard extent.rows == report.rowCount, extent.first == report.firstTransaction,
        extent.last == report.lastTransaction
      else { throw ArchiveRefused.grown(month) }
      try await transaction.run(.execute("ALTER TABLE audit.event DETACH PARTITION \(partition)"))
      try await transaction.run(.execute("DROP TABLE \(partition)"))
      try await transaction.run(.execute(archived.insertion))
      try await transaction.run(.execute(EdgeRow.insertion(report.edges, month)))
    }
  }
}

/// Where the rows of a month lie in the trail.
private struct Extent: Sendable {
  let rows: Int64
  let first: Int64?
  let last: Int64?
  /// How many of its rows no seal covers yet.
  let unsealed: Int64
  /// The seals over its first and its last row, and what they cover.
  let firstSeal: Int64
  let lastSeal: Int64
  let from: Int64
  let until: Int64

  static func of(_ month: TrailMonth) -> Query<Extent> {
    .one(
      """
      SELECT e.rows, e.first, e.last, e.unsealed, coalesce(f.number, 0) AS first_seal, coalesce(l.number, 0) AS last_seal,
        coalesce(f.from_transaction::text::bigint, 0) AS from, coalesce(l.until_transaction::text::bigint, 0) AS until
      FROM (
        SELECT count(*) AS rows, min(e.transaction)::text::bigint AS first, max(e.transaction)::text::bigint AS last,
          count(*) FILTER (
            WHERE e.transaction >= coalesce((SELECT max(s.until_transaction) FROM audit.seal AS s), '0')) AS unsealed
        FROM audit.event AS e WHERE e.at >= \(month.start) AND e.at < \(month.end)
      ) AS e
      LEFT JOIN audit.seal AS f
        ON e.first::text::xid8 >= f.from_transaction AND e.first::text::xid8 < f.until_transaction
      LEFT JOIN audit.seal AS l
        ON e.last::text::xid8 >= l.from_transaction AND e.last::text::xid8 < l.until_transaction
      """
    ) { row in
      Extent(
        rows: try row["rows"], first: try row["first"], last: try row["last"], unsealed: try row["unsealed"],
        firstSeal: try row["first_seal"], lastSeal: try row["last_seal"], from: try row["from"],
        until: try row["until"])
    }
  }
}

extension ArchivedMonth {
  fileprivate var insertion: SQL {
    """
    INSERT INTO audit.archived_month VALUES (
      \(month.firstDay)::text::date, \(rowCount), \(firstTransaction.map(String.init))::text::xid8,
      \(lastTransaction.map(String.init))::text::xid8, \(wholeSealsText)::text::int8multirange, \(edgeDigest),
      \(fileDigest), \(archivedAt), \(keyID), \(digest))
    """
  }
}

extension EdgeRow {
  fileprivate static func insertion(_ rows: [EdgeRow], _ month: TrailMonth) -> SQL {
    """
    INSERT INTO audit.archived_row (month, number, transaction, digest)
    SELECT \(month.firstDay)::text::date, number, transaction::text::xid8, decode(digest, 'hex')
    FROM unnest(\(rows.map(\.transaction))::bigint[], \(rows.map(\.digest.hexadecimal))::text[])
      WITH ORDINALITY AS r (transaction, digest, number)
    """
  }
}
