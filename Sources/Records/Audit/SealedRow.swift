import Crypto
import Postgres

/// A row of the trail as it is sealed: its transaction, and its canonical bytes.
struct SealedRow {
  let transaction: Int64
  let bytes: ArraySlice<UInt8>

  var digest: SHA256.Digest { SHA256.hash(data: bytes) }

  /// When what it tells was done, in microseconds since 2000 in UTC: the first column, after three numbers of four bytes.
  var at: Int64 { bytes.dropFirst(12).prefix(8).int64 ?? 0 }

  /// The columns that are sealed, in the order of the canonical bytes.
  static let columns = [
    "at", "organization_id", "staff_id", "session_id", "roles", "purpose", "action", "outcome", "patients",
    "subject",
    "request_id", "source", "address", "consent_id", "transaction",
  ]

  /// Copies the rows of the transactions from `first` up to `end` in binary, in the order of their transactions.
  ///
  /// Reads the table itself: a function of the database could be replaced by another.
  static func copy(from first: Int64, until end: Int64) -> SQL {
    let list = columns.map { "e.\($0)" }.joined(separator: ", ")
    return SQL(
      unsafe: """
        COPY (
          SELECT e.transaction, pg_catalog.record_send(ROW(\(list))) FROM audit.event AS e
          WHERE e.transaction >= '\(first)' AND e.transaction < '\(end)' ORDER BY e.transaction
        ) TO STDOUT (FORMAT binary)
        """)
  }
}

/// Takes the rows out of a chunk of a binary COPY, which holds whole rows.
struct SealedRows: Sequence, IteratorProtocol {
  private let chunk: [UInt8]
  private var offset: Int

  /// What a binary COPY begins with: a signature of eleven bytes, flags, and the length of an extension.
  private static let header = 19

  init(_ chunk: [UInt8], isFirst: Bool) {
    self.chunk = chunk
    offset = isFirst ? Self.header : 0
  }

  /// Nil at the end of the chunk, and at the mark that ends the copy.
  mutating func next() -> SealedRow? {
    // Two fields, of which the first has eight bytes.
    guard offset + 18 <= chunk.count, chunk[offset] == 0, chunk[offset + 1] == 2 else { return nil }
    let transaction = Int64(truncatingIfNeeded: number(at: offset + 6, bytes: 8))
    let length = Int(number(at: offset + 14, bytes: 4))
    let start = offset + 18
    guard start + length <= chunk.count else { return nil }
    offset = start + length
    return SealedRow(transaction: transaction, bytes: chunk[start..<offset])
  }

  private func number(at start: Int, bytes: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in start..<start + bytes { value = value << 8 | UInt64(chunk[index]) }
    return value
  }
}
