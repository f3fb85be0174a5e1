import Foundation
import Postgres

/// Holds the audit trail against its seals.
///
/// Works with the rights of the owner of the tables, and digests the rows itself. Memory does not grow with the trail.
package struct TrailVerification: Sendable {
  private let owner: Database
  private let keys: SealKeys

  /// The columns of the trail that are sealed.
  package static var columns: [String] { SealedRow.columns }

  package init(_ owner: Database, keys: SealKeys) {
    self.owner = owner
    self.keys = keys
  }

  /// Checks the seals made in `period`, or all, and the rows under them.
  ///
  /// - Parameters:
  ///   - period: The time in which seals were made.
  ///   - marks: Seals that were kept elsewhere, which must be there.
  ///   - onProgress: Is told how many rows are done, of how many.
  /// - Returns: What was found.
  /// - Throws: A `PostgresError`.
  package func run(
    sealed period: Range<Date> = .distantPast ..< .distantFuture, marks: [SealMark] = [],
    onProgress: @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) async throws -> TrailReport {
    let (bounds, newest) = try await owner.run(Self.bounds(period), Seals.newest)
    let before = try await owner.run(Seals.find(bounds.first - 1))
    var check = try await checked(after: before, bounds, onProgress)
    for mark in marks {
      check.compare(mark, with: try await owner.run(Seals.find(mark.number)), newest: newest?.number ?? 0)
    }
    check.count(unsealed: try await owner.run(Self.unsealed(from: newest?.until ?? 0)))
    return check.report
  }

  private func checked(
    after before: Seal?, _ bounds: Bounds, _ onProgress: @Sendable (Int64, Int64) -> Void
  ) async throws -> SealCheck {
    try await owner.transaction(on: .reporting) { transaction in
      try await transaction.run(.execute("SET LOCAL statement_timeout = 0"))
      // No month goes to the archive between what is read of the archives and the rows.
      try await transaction.run(.execute("LOCK TABLE audit.event IN ACCESS SHARE MODE"))
      let (months, edges) = try await transaction.run(ArchivedMonth.all, EdgeRow.all)
      var check = SealCheck(
        keys: keys, after: before, archives: TrailArchives(months, edges, keys: keys))
      check.noteArchives()
      guard bounds.last > 0 else { return check }
      var seals = SealPages(owner, first: bounds.first, last: bounds.last)
      var isFirst = true
      for try await chunk in transaction.copyOut(SealedRow.copy(from: bounds.from, until: bounds.until)) {
        for row in SealedRows(chunk, isFirst: isFirst) {
          while row.transaction >= check.until, let seal = try await seals.next() { check.begin(seal) }
          check.add(row)
        }
        isFirst = false
        onProgress(check.report.rows, bounds.rowCount)
      }
      while let seal = try await seals.next() { check.begin(seal) }
      check.finish()
      return check
    }
  }

  struct Bounds: Sendable {
    let first: Int64
    let last: Int64
    let from: Int64
    let until: Int64
    let rowCount: Int64
  }

  private static func bounds(_ period: Range<Date>) -> Query<Bounds> {
    .one(
      """
      SELECT coalesce(min(number), 0) AS first, coalesce(max(number), 0) AS last,
        coalesce(min(from_transaction::text::bigint), 0) AS from, coalesce(max(until_transaction::text::bigint), 0) AS until,
        coalesce(sum(row_count), 0)::bigint AS rows
      FROM audit.seal WHERE sealed_at >= \(period.lowerBound) AND sealed_at < \(period.upperBound)
      """
    ) { row in
      Bounds(
        first: try row["first"], last: try row["last"], from: try row["from"], until: try row["until"],
        rowCount: try row["rows"])
    }
  }

  private static func unsealed(from transaction: Int64) -> Query<Int64> {
    .one("SELECT count(*) AS rows FROM audit.event WHERE transaction >= \(String(transaction))::xid8") {
      try $0["rows"]
    }
  }
}

/// Seals in their order, read a thousand at a time.
struct SealPages {
  private let owner: Database
  private let last: Int64
  private var from: Int64
  private var page: ArraySlice<Seal> = []

  init(_ owner: Database, first: Int64, last: Int64) {
    self.owner = owner
    from = first
    self.last = last
  }

  mutating func next() async throws -> Seal? {
    if page.isEmpty, from <= last {
      page = try await owner.run(Seals.page(from: from, through: last))[...]
      from = page.last.map { $0.number + 1 } ?? last + 1
    }
    return page.popFirst()
  }
}
