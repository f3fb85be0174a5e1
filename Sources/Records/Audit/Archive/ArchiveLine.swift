import Foundation

/// A line of an archive: a JSON object with one member, whose name says what it is.
enum ArchiveLine {
  case archive(ArchiveHead)
  case seal(ArchivedSeal)
  case row(ArchivedRow)
  case elsewhere(Elsewhere)
  case end(ArchiveEnd)

  /// Each of a row that lies in another month: enough for the digest of the seal.
  struct Elsewhere {
    let transaction: Int64
    let digest: String
  }

  /// Nil where it is none of these.
  init?(_ line: [UInt8]) {
    do {
      if let json = LineReader("row", line) {
        self = .row(try ArchivedRow(json))
      } else if let json = LineReader("elsewhere", line) {
        self = .elsewhere(try Elsewhere(json))
      } else if let json = LineReader("seal", line) {
        self = .seal(try ArchivedSeal(json))
      } else if let json = LineReader("archive", line) {
        self = .archive(try ArchiveHead(json))
      } else if let json = LineReader("end", line) {
        self = .end(try ArchiveEnd(json))
      } else {
        return nil
      }
    } catch { return nil }
  }
}

/// The first line of an archive.
struct ArchiveHead: Sendable {
  let format: Int
  let month: String
  let rows: Int64
  let first_transaction: Int64?
  let last_transaction: Int64?

  var line: String {
    var json = LineWriter("archive")
    json.add("format", Int64(format))
    json.add("month", month)
    json.add("rows", rows)
    json.add("first_transaction", first_transaction)
    json.add("last_transaction", last_transaction)
    return json.line
  }
}

/// A seal; the lines after it, up to the next, are its rows.
struct ArchivedSeal {
  let number: Int64
  let sealed_at: String
  let from_transaction: Int64
  let until_transaction: Int64
  let row_count: Int64
  let rows_digest: String
  let previous: String
  let key_id: String
  let digest: String

  init(_ seal: Seal) {
    (number, row_count) = (seal.number, seal.rowCount)
    sealed_at = ArchiveTime.text(Seal.microseconds(seal.sealedAt) - Self.epoch)
    (from_transaction, until_transaction) = (seal.from, seal.until)
    (rows_digest, previous) = (seal.rowsDigest.hexadecimal, seal.previous.hexadecimal)
    (key_id, digest) = (seal.keyID.hexadecimal, seal.digest.hexadecimal)
  }

  /// Nil where a text is not what it should be.
  var seal: Seal? {
    guard let time = ArchiveTime.microseconds(sealed_at), let rows = [UInt8](hexadecimal: rows_digest),
      let previous = [UInt8](hexadecimal: previous), let key = [UInt8](hexadecimal: key_id),
      let digest = [UInt8](hexadecimal: digest), from_transaction < until_transaction
    else { return nil }
    return Seal(
      number: number, sealedAt: Date(timeIntervalSince1970: Double(time + Self.epoch) / 1_000_000),
      from: from_transaction, until: until_transaction, rowCount: row_count, rowsDigest: rows,
      previous: previous, keyID: key, digest: digest)
  }

  /// From 1970 to 2000, in microseconds.
  private static let epoch: Int64 = 946_684_800_000_000

  var line: String {
    var json = LineWriter("seal")
    json.add("number", number)
    json.add("sealed_at", sealed_at)
    json.add("from_transaction", from_transaction)
    json.add("until_transaction", until_transaction)
    json.add("row_count", row_count)
    json.add("rows_digest", rows_digest)
    json.add("previous", previous)
    json.add("key_id", key_id)
    json.add("digest", digest)
    return json.line
  }
}

extension ArchiveLine.Elsewhere {
  var line: String {
    var json = LineWriter("elsewhere")
    json.add("transaction", transaction)
    json.add("digest", digest)
    return json.line
  }
}

/// The last line, without which an archive is not whole: a keyed digest of all lines before it.
struct ArchiveEnd {
  let key_id: String
  let digest: String

  init(_ body: [UInt8], key: SealKey) {
    (key_id, digest) = (key.id.hexadecimal, key.digest(of: Self.text(body)).hexadecimal)
  }

  /// Nil where the file of keys has no such key.
  func isGenuine(for body: [UInt8], _ keys: SealKeys) -> Bool? {
    guard let id = [UInt8](hexadecimal: key_id), let key = keys[id] else { return nil }
    return key.isDigest([UInt8](hexadecimal: digest) ?? [], of: Self.text(body))
  }

  private static func text(_ body: [UInt8]) -> String { "stepwell archive 1\n\(body.hexadecimal)\n" }

  var line: String {
    var json = LineWriter("end")
    json.add("key_id", key_id)
    json.add("digest", digest)
    return json.line
  }
}

extension ArchiveHead {
  init(_ json: LineReader) throws {
    var json = json
    self.init(
      format: Int(try json.number("format")), month: try json.text("month"), rows: try json.number("rows"),
      first_transaction: try json.optionalNumber("first_transaction"),
      last_transaction: try json.optionalNumber("last_transaction"))
    try json.end()
  }
}

extension ArchivedSeal {
  init(_ json: LineReader) throws {
    var json = json
    number = try json.number("number")
    sealed_at = try json.text("sealed_at")
    from_transaction = try json.number("from_transaction")
    until_transaction = try json.number("until_transaction")
    row_count = try json.number("row_count")
    rows_digest = try json.text("rows_digest")
    previous = try json.text("previous")
    key_id = try json.text("key_id")
    digest = try json.text("digest")
    try json.end()
  }
}

extension ArchiveLine.Elsewhere {
  init(_ json: LineReader) throws {
    var json = json
    self.init(transaction: try json.number("transaction"), digest: try json.text("digest"))
    try json.end()
  }
}

extension ArchiveEnd {
  init(_ json: LineReader) throws {
    var json = json
    key_id = try json.text("key_id")
    digest = try json.text("digest")
    try json.end()
  }
}
