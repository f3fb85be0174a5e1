import Crypto

/// The lines of an archive while it is written.
struct ArchiveText {
  private let month: TrailMonth
  private let edges: [EdgeRow]
  private let write: (String) throws -> Void
  private var body = SHA256()
  private var seal: Seal?
  /// The rows under the seal that are in the database, of whatever month.
  private var rows: [SealedRow] = []
  private var rowCount: Int64 = 0
  /// Whether a row of the month could not be written.
  private var isWhole = true

  /// `edges` are digests of rows that were archived before.
  init(_ month: TrailMonth, edges: [EdgeRow], _ write: @escaping (String) throws -> Void) {
    self.month = month
    self.edges = edges.sorted()
    self.write = write
  }

  mutating func begin(_ head: ArchiveHead) throws { try put(head.line) }

  /// Up to where rows belong to the seal that is being written.
  var until: Int64 { seal?.until ?? .min }

  /// Takes a row, which must be below `until`.
  mutating func add(_ row: SealedRow) {
    if row.transaction >= seal?.from ?? .max { rows.append(row) }
  }

  mutating func begin(_ next: Seal) throws {
    try close()
    seal = next
  }

  /// Closes the file, and returns how many rows of the month it has.
  mutating func finish(_ key: SealKey) throws -> Int64 {
    try close()
    let body = body
    try write(ArchiveEnd(Array(body.finalize()), key: key).line + "\n")
    return isWhole ? rowCount : -1
  }

  /// Writes the seal and its rows, where any of them is of the month.
  private mutating func close() throws {
    defer { rows = [] }
    guard let seal, rows.contains(where: { month.contains($0.at) }) else { return }
    try put(ArchivedSeal(seal).line)
    var lines: [(row: EdgeRow, line: String?)] = []
    for row in rows {
      let line = month.contains(row.at) ? ArchivedRow(row.bytes)?.line : nil
      if month.contains(row.at) {
        rowCount += 1
        isWhole = isWhole && line != nil
      }
      lines.append((EdgeRow(transaction: row.transaction, digest: Array(row.digest)), line))
    }
    let firstEdge = edges.partitioningIndex { $0.transaction >= seal.from }
    for edge in edges[firstEdge...].prefix(while: { $0.transaction < seal.until }) {
      lines.append((edge, nil))
    }
    lines.sort { $0.row < $1.row }
    for (row, line) in lines {
      let other = ArchiveLine.Elsewhere(transaction: row.transaction, digest: row.digest.hexadecimal)
      try put(line ?? other.line)
    }
  }

  private mutating func put(_ line: String) throws {
    let bytes = line + "\n"
    body.update(data: Array(bytes.utf8))
    try write(bytes)
  }
}

extension EdgeRow: Comparable {
  static func < (first: EdgeRow, second: EdgeRow) -> Bool {
    first.transaction != second.transaction
      ? first.transaction < second.transaction : first.digest.lexicographicallyPrecedes(second.digest)
  }
}
