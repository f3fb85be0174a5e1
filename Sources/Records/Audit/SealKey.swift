import Crypto
import Foundation

/// A secret that seals are made with, kept outside of the database: who holds only the database can forge none.
package struct SealKey: Sendable {
  /// The first eight bytes of the secret's SHA-256, which every seal names.
  package let id: [UInt8]
  private let secret: SymmetricKey

  /// Takes a secret of at least 32 bytes; nil when it is shorter.
  package init?(secret: [UInt8]) {
    guard secret.count >= 32 else { return nil }
    self.secret = SymmetricKey(data: secret)
    id = Array(Array(SHA256.hash(data: secret)).prefix(8))
  }

  /// HMAC-SHA256 of the UTF-8 of `text`.
  func digest(of text: String) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: secret))
  }

  /// Compares in constant time.
  func isDigest(_ digest: [UInt8], of text: String) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(digest, authenticating: Data(text.utf8), using: secret)
  }
}

/// The keys of a file: one a line in Base64, the newest last; it seals, and all of them verify.
package struct SealKeys: Sendable {
  package let newest: SealKey
  private let all: [[UInt8]: SealKey]

  /// Reads the text of the file; nil when there is no key in it, or a line that is none.
  package init?(text: String) {
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    let keys = lines.compactMap { Data(base64Encoded: String($0)).flatMap { SealKey(secret: Array($0)) } }
    guard keys.count == lines.count, let newest = keys.last else { return nil }
    self.newest = newest
    all = Dictionary(keys.map { ($0.id, $0) }) { $1 }
  }

  subscript(id: [UInt8]) -> SealKey? { all[id] }

  /// The text of a file with one new key of 256 random bits.
  package static func newFile(random: inout some RandomNumberGenerator) -> String {
    let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    return Data(secret).base64EncodedString() + "\n"
  }
}
