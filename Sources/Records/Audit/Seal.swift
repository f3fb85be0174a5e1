import Foundation
import Postgres

/// One link of the chain by which it shows whether the audit trail is as it was written.
///
/// It covers the rows of the transactions from `from` up to, and not with, `until`.
package struct Seal: Hashable, Sendable {
  /// Counts from 1 without a gap.
  package let number: Int64
  package let sealedAt: Date
  package let from: Int64
  package let until: Int64
  package let rowCount: Int64
  /// SHA-256 over the digests of the rows, in the order of their transactions and then of the digests.
  package let rowsDigest: [UInt8]
  /// The digest of the seal before; zeros before the first.
  package let previous: [UInt8]
  package let keyID: [UInt8]
  /// HMAC-SHA256 of `text`.
  package private(set) var digest: [UInt8]

  /// What the digest is made of, one value a line, so that it can be made by hand as well.
  package var text: String {
    """
    stepwell seal 1
    \(number)
    \(Self.microseconds(sealedAt))
    \(from)
    \(until)
    \(rowCount)
    \(rowsDigest.hexadecimal)
    \(previous.hexadecimal)
    \(keyID.hexadecimal)

    """
  }

  package var mark: SealMark { SealMark(number: number, digest: digest) }

  static let beforeTheFirst = [UInt8](repeating: 0, count: 32)

  /// Since 1970 in UTC.
  static func microseconds(_ time: Date) -> Int64 {
    Int64((time.timeIntervalSince1970 * 1_000_000).rounded())
  }
}

extension Seal {
  /// Closes what is not sealed yet.
  init(_ open: OpenStretch, at time: Date, key: SealKey) {
    self.init(
      number: open.number, sealedAt: time, from: open.from, until: open.until, rowCount: open.rowCount,
      rowsDigest: open.rowsDigest, previous: open.previous, keyID: key.id, digest: [])
    digest = key.digest(of: text)
  }

  init(_ row: Row) throws {
    self.init(
      number: try row["number"], sealedAt: try row["sealed_at"], from: try row["from_transaction"],
      until: try row["until_transaction"], rowCount: try row["row_count"],
      rowsDigest: try row["rows_digest"],
      previous: try row["previous"], keyID: try row["key_id"], digest: try row["digest"])
  }
}

/// A seal by its number and digest: enough, when it is kept elsewhere, to notice that it is no longer there.
package struct SealMark: Hashable, Sendable, CustomStringConvertible {
  package let number: Int64
  package let digest: [UInt8]

  package init(number: Int64, digest: [UInt8]) {
    self.number = number
    self.digest = digest
  }

  /// Reads `17:3f…`, the digest in 64 hexadecimal digits; nil when it is not that.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int64(parts[0]), number >= 1,
      let digest = [UInt8](hexadecimal: parts[1]), digest.count == 32
    else { return nil }
    self.init(number: number, digest: digest)
  }

  package var description: String { "\(number):\(digest.hexadecimal)" }
}

extension [UInt8] {
  /// Two small digits a byte.
  package var hexadecimal: String {
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? value + 48 : value + 87 }
    var digits: [UInt8] = []
    digits.reserveCapacity(2 * count)
    for byte in self {
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Reads what `hexadecimal` writes; nil when it is not that.
  package init?(hexadecimal text: some StringProtocol) {
    let digits = text.utf8.map { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 ? $0 &- 48 : ($0 | 32) &- 87 }
    guard digits.count.isMultiple(of: 2), digits.allSatisfy({ $0 < 16 }) else { return nil }
    self = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
