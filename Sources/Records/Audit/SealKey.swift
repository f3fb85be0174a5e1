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

/// The keys of a file, the newest of which seals; all of them verify.
package struct SealKeys: Sendable {
  package let newest: SealKey
  private let all: [[UInt8]: SealKey]

  /// Nil when the file has a secret that is too short.
  package init?(_ file: SecretFile) {
    let keys = file.secrets.compactMap(SealKey.init(secret:))
    guard keys.count == file.secrets.count, let newest = keys.last else { return nil }
    self.newest = newest
    all = Dictionary(keys.map { ($0.id, $0) }) { $1 }
  }

  subscript(id: [UInt8]) -> SealKey? { all[id] }
}
