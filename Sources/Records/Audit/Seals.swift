import Postgres

/// Reads seals.
package enum Seals {
  /// The newest one; nil when nothing is sealed yet, or the caller may not verify the trail.
  package static let newest = Query<Seal?>.first(
    "SELECT \(columns) FROM audit.seal ORDER BY number DESC LIMIT 1"
  ) { try Seal($0) }

  /// The newest ones, newest first.
  package static func newest(_ limit: Int) -> Query<[Seal]> {
    .all("SELECT \(columns) FROM audit.seal ORDER BY number DESC LIMIT \(limit)") { try Seal($0) }
  }

  static func find(_ number: Int64) -> Query<Seal?> {
    .first("SELECT \(columns) FROM audit.seal WHERE number = \(number)") { try Seal($0) }
  }

  /// The next `limit` seals with numbers from `first` up to `last`.
  static func page(from first: Int64, through last: Int64, limit: Int64 = 1_000) -> Query<[Seal]> {
    .all(
      """
      SELECT \(columns) FROM audit.seal WHERE number BETWEEN \(first) AND \(last) ORDER BY number LIMIT \(limit)
      """
    ) { try Seal($0) }
  }

  private static let columns: SQL = """
    number, sealed_at, from_transaction::text::bigint AS from_transaction,
    until_transaction::text::bigint AS until_transaction, row_count, rows_digest, previous,
    key_id, digest
    """
}
