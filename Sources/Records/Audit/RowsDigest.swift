import Crypto

/// Digests the rows of a seal as they come, in the order of their transactions and in constant memory.
struct RowsDigest {
  private(set) var rowCount: Int64 = 0
  private var hash = SHA256()
  /// Digests that wait to be hashed.
  private var waiting: [UInt8] = []
  /// How many of those are of the newest transaction, whose rows may still be joined by others.
  private var ofTransaction = 0
  private var transaction: Int64?

  mutating func add(_ row: SealedRow) {
    add(digest: row.digest, of: row.transaction)
  }

  /// Takes a row of which only the digest is at hand.
  mutating func add(digest: some Sequence<UInt8>, of transaction: Int64) {
    if transaction != self.transaction {
      sortNewest()
      if waiting.count >= 1 << 15 { empty() }
      self.transaction = transaction
    }
    waiting.append(contentsOf: digest)
    ofTransaction += 1
    rowCount += 1
  }

  /// The digest over all rows.
  mutating func finish() -> [UInt8] {
    sortNewest()
    empty()
    return Array(hash.finalize())
  }

  /// Rows of one transaction have no order of their own but that of their digests.
  private mutating func sortNewest() {
    defer { ofTransaction = 0 }
    guard ofTransaction > 1 else { return }
    let start = waiting.count - 32 * ofTransaction
    let digests = stride(from: start, to: waiting.count, by: 32).map { waiting[$0..<$0 + 32] }
      .sorted { $0.lexicographicallyPrecedes($1) }
    waiting.replaceSubrange(start..., with: digests.flatMap(\.self))
  }

  private mutating func empty() {
    hash.update(data: waiting)
    waiting.removeAll(keepingCapacity: true)
  }
}
