import Crypto
import Foundation
import Postgres

/// What the database keeps of a month that is in the archive, signed with the key of the seals.
package struct ArchivedMonth: Hashable, Sendable {
  package let month: TrailMonth
  package let rowCount: Int64
  let firstTransaction: Int64?
  let lastTransaction: Int64?
  /// The numbers of the seals all of whose rows are in the file.
  let wholeSeals: [Range<Int64>]
  /// Over the digests of the other rows.
  let edgeDigest: [UInt8]
  /// SHA-256 of the file.
  package let fileDigest: [UInt8]
  package let archivedAt: Date
  let keyID: [UInt8]
  private(set) var digest: [UInt8]

  /// What the digest is made of, one value a line.
  private var text: String {
    """
    stepwell archived month 1
    \(month)
    \(rowCount)
    \(firstTransaction.map(String.init) ?? "")
    \(lastTransaction.map(String.init) ?? "")
    \(wholeSealsText)
    \(edgeDigest.hexadecimal)
    \(fileDigest.hexadecimal)
    \(Seal.microseconds(archivedAt))
    \(keyID.hexadecimal)

    """
  }

  /// As the database writes ranges.
  var wholeSealsText: String {
    "{\(wholeSeals.map { "[\($0.lowerBound),\($0.upperBound))" }.joined(separator: ","))}"
  }

  /// Whether it was signed with a key of the file, and `edges` are the rows that it speaks of.
  func isGenuine(_ keys: SealKeys, _ edges: [EdgeRow]) -> Bool {
    guard let key = keys[keyID] else { return false }
    return key.isDigest(digest, of: text) && EdgeRow.digest(edges) == edgeDigest
  }
}

extension ArchivedMonth {
  init(_ report: ArchiveReport, month: TrailMonth, at time: Date, key: SealKey) {
    self.init(
      month: month, rowCount: report.rowCount, firstTransaction: report.firstTransaction,
      lastTransaction: report.lastTransaction, wholeSeals: report.wholeSeals,
      edgeDigest: EdgeRow.digest(report.edges), fileDigest: report.fileDigest, archivedAt: time,
      keyID: key.id,
      digest: [])
    digest = key.digest(of: text)
  }

  init(_ row: Row) throws {
    let month: String = try row["month"]
    let (lows, highs): ([Int64], [Int64]) = (try row["lows"], try row["highs"])
    self.init(
      month: TrailMonth(month) ?? TrailMonth(of: .distantFuture), rowCount: try row["row_count"],
      firstTransaction: try row["first_transaction"], lastTransaction: try row["last_transaction"],
      wholeSeals: zip(lows, highs).map { $0..<$1 }, edgeDigest: try row["edge_digest"],
      fileDigest: try row["file_digest"], archivedAt: try row["archived_at"], keyID: try row["key_id"],
      digest: try row["digest"])
  }

  /// All of them, the oldest first; none for a caller who may neither search nor verify the trail.
  package static let all = Query<[ArchivedMonth]>.all(
    """
    SELECT to_char(month, 'YYYY-MM') AS month, row_count, first_transaction::text::bigint AS first_transaction,
      last_transaction::text::bigint AS last_transaction, edge_digest, file_digest, archived_at, key_id, digest,
      ARRAY(SELECT lower(r) FROM unnest(whole_seals) AS r ORDER BY r) AS lows,
      ARRAY(SELECT upper(r) FROM unnest(whole_seals) AS r ORDER BY r) AS highs
    FROM audit.archived_month ORDER BY month
    """
  ) { try ArchivedMonth($0) }

  /// The newest month, where a question about the time from `from` on reaches into the archive.
  package static func newest(since from: Date?) -> Query<TrailMonth?> {
    Query<String?>.first(
      "SELECT to_char(month, 'YYYY-MM') AS month FROM audit.archived_month ORDER BY month DESC LIMIT 1"
    ) { try $0["month"] }
    .map { text in
      let month = text.flatMap { TrailMonth($0) }
      return month.flatMap { month in from.map { $0 < month.end } ?? true ? month : nil }
    }
  }
}

/// The digest of an archived row whose seal covers rows of another month too.
struct EdgeRow: Hashable, Sendable {
  let transaction: Int64
  let digest: [UInt8]

  static func digest(_ rows: [EdgeRow]) -> [UInt8] {
    var hash = SHA256()
    for row in rows { hash.update(data: row.transaction.bigEndianBytes + row.digest) }
    return Array(hash.finalize())
  }

  /// All of them, by month, in the order in which they were archived.
  static let all = Query<[(month: TrailMonth?, row: EdgeRow)]>.all(
    """
    SELECT to_char(month, 'YYYY-MM') AS month, transaction::text::bigint AS transaction, digest
    FROM audit.archived_row ORDER BY month, number
    """
  ) { row in
    let month: String = try row["month"]
    return (TrailMonth(month), EdgeRow(transaction: try row["transaction"], digest: try row["digest"]))
  }
}

/// What the seals that are left need of the rows that are gone.
struct TrailArchives: Sendable {
  private(set) var months: [ArchivedMonth] = []
  /// Months of which the database says what is not signed.
  private(set) var forged: [ArchivedMonth] = []
  private var whole: [Range<Int64>] = []
  private var edges: [EdgeRow] = []

  init() {}

  init(_ months: [ArchivedMonth], _ rows: [(month: TrailMonth?, row: EdgeRow)], keys: SealKeys) {
    let byMonth = Dictionary(grouping: rows, by: \.month).mapValues { $0.map(\.row) }
    for month in months {
      let rows = byMonth[month.month] ?? []
      guard month.isGenuine(keys, rows) else {
        forged.append(month)
        continue
      }
      self.months.append(month)
      whole += month.wholeSeals
      edges += rows
    }
    whole.sort { $0.lowerBound < $1.lowerBound }
    edges.sort { $0.transaction < $1.transaction }
  }

  /// Whether all rows of the seal are in the archive.
  func hasAll(of seal: Int64) -> Bool {
    let next = whole.partitioningIndex { $0.upperBound > seal }
    return next < whole.count && whole[next].contains(seal)
  }

  /// The archived rows of a seal that has rows of several months.
  func edges(of seal: Seal) -> ArraySlice<EdgeRow> {
    let start = edges.partitioningIndex { $0.transaction >= seal.from }
    return edges[start...].prefix { $0.transaction < seal.until }
  }
}

extension Array {
  /// The first index from which on `belongs` holds; it must hold for all after one for which it does.
  func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
