import Crypto
import Foundation

/// What an archive of the trail was found to be.
package struct ArchiveReport: Sendable {
  /// Nil where the first line does not say.
  package let month: TrailMonth?
  /// How many rows of the month are in the file.
  package let rowCount: Int64
  let firstTransaction: Int64?
  let lastTransaction: Int64?
  /// SHA-256 of the file.
  package let fileDigest: [UInt8]
  /// SHA-256 of all but its last line, which another key would make another.
  package let bodyDigest: [UInt8]
  /// How many seals were checked, and what is wrong.
  package let trail: TrailReport
  let wholeSeals: [Range<Int64>]
  let edges: [EdgeRow]

  package var isIntact: Bool { trail.isIntact }
}

/// Checks an archive by itself, with nothing but the keys: its seals, the rows under each, and the whole of it.
///
/// Takes the file in pieces of any size, and holds no more of it than the rows of one seal.
package struct ArchiveCheck {
  private let keys: SealKeys
  private var seals: SealCheck
  private var (body, file) = (SHA256(), SHA256())
  private var partial: [UInt8] = []
  private var lines = 0
  private var head: ArchiveHead?
  private var month: TrailMonth?
  private var hasEnded = false
  private var rowCount: Int64 = 0
  private var (first, last): (Int64?, Int64?)
  /// The seal whose lines come in, its rows of the month, and whether it has others.
  private var seal: Seal?
  private var rows: [EdgeRow] = []
  private var hasOthers = false
  private var wholeSeals: [Range<Int64>] = []
  private var edges: [EdgeRow] = []

  package init(keys: SealKeys) {
    self.keys = keys
    seals = SealCheck(keys: keys, after: nil, mayLackSeals: true)
  }

  package mutating func add(_ piece: some Collection<UInt8>) {
    var rest = Array(piece)[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      partial += rest[..<end]
      take(partial)
      partial = []
      rest = rest[rest.index(after: end)...]
    }
    partial += rest
  }

  /// Ends it; nothing comes after.
  package mutating func finish() -> ArchiveReport {
    closeSeal()
    seals.finish()
    if !partial.isEmpty { fault(.fileChanged, "The last line is not whole.") }
    if !hasEnded {
      fault(.fileCut, "The last line, which closes the file, is not there: the end was cut off.")
    }
    if let head, head.rows != rowCount || head.first_transaction != first || head.last_transaction != last {
      fault(.fileChanged, "The file has \(rowCount) rows, and its first line says \(head.rows) and which.")
    }
    if month == nil { fault(.fileChanged, "The first line is not that of an archive of the trail.") }
    return ArchiveReport(
      month: month, rowCount: rowCount, firstTransaction: first, lastTransaction: last,
      fileDigest: Array(file.finalize()), bodyDigest: Array(body.finalize()), trail: seals.report,
      wholeSeals: wholeSeals, edges: edges)
  }

  private mutating func take(_ bytes: [UInt8]) {
    lines += 1
    file.update(data: bytes + [UInt8(ascii: "\n")])
    let line = ArchiveLine(bytes)
    if !hasEnded, case .end(let end) = line, Array(end.line.utf8) == bytes {
      hasEnded = true
      checkEnd(end)
      return
    }
    body.update(data: bytes + [UInt8(ascii: "\n")])
    guard !hasEnded, let line, take(line, bytes) else {
      return fault(.fileChanged, "Line \(lines) is not one that an archive has there.")
    }
  }

  /// Whether it may stand where it stands, and is written as it should be.
  private mutating func take(_ line: ArchiveLine, _ bytes: [UInt8]) -> Bool {
    switch line {
    case .archive(let head):
      guard lines == 1, head.format == 1, let month = TrailMonth(head.month), Array(head.line.utf8) == bytes
      else { return false }
      (self.head, self.month) = (head, month)
    case .seal(let sealed):
      guard let next = sealed.seal, Array(ArchivedSeal(next).line.utf8) == bytes else { return false }
      closeSeal()
      seals.begin(next)
      seal = next
    case .row(let row):
      guard let canonical = row.bytes, let again = ArchivedRow(canonical[...]),
        Array(again.line.utf8) == bytes, belongs(row.transaction)
      else { return false }
      let sealed = SealedRow(transaction: row.transaction, bytes: canonical[...])
      guard month?.contains(sealed.at) == true else { return false }
      let digest = Array(sealed.digest)
      seals.add(digest: digest, of: row.transaction)
      rows.append(EdgeRow(transaction: row.transaction, digest: digest))
      rowCount += 1
      (first, last) = (min(first ?? .max, row.transaction), max(last ?? .min, row.transaction))
    case .elsewhere(let other):
      guard let digest = [UInt8](hexadecimal: other.digest), digest.count == 32,
        Array(other.line.utf8) == bytes, belongs(other.transaction)
      else { return false }
      seals.add(digest: digest, of: other.transaction)
      hasOthers = true
    case .end: return false
    }
    return true
  }

  private func belongs(_ transaction: Int64) -> Bool {
    seal.map { $0.from..<$0.until ~= transaction } ?? false
  }

  private mutating func closeSeal() {
    defer { (seal, rows, hasOthers) = (nil, [], false) }
    guard let seal else { return }
    if hasOthers {
      edges += rows
    } else if let before = wholeSeals.last, before.upperBound == seal.number {
      wholeSeals[wholeSeals.count - 1] = before.lowerBound..<seal.number + 1
    } else {
      wholeSeals.append(seal.number..<seal.number + 1)
    }
  }

  private mutating func checkEnd(_ end: ArchiveEnd) {
    let body = body
    switch end.isGenuine(for: Array(body.finalize()), keys) {
    case true: break
    case nil:
      fault(.keyUnknown, "The file was closed with key \(end.key_id), which is not in the file of keys.")
    default:
      fault(
        .fileChanged, "The file as a whole is not as it was written: its last line does not fit the others.")
    }
  }

  private mutating func fault(_ kind: TrailFault.Kind, _ message: String) {
    seals.note(TrailFault(kind, at: seal?.number ?? 0, message))
  }
}
