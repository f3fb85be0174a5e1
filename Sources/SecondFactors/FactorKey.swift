import Crypto
import Foundation

/// The key that second factors are kept under, itself kept outside of the database: who holds only the database can
/// make no code.
package struct FactorKey: Sendable {
  /// The first eight bytes of the secret's SHA-256, which every row names.
  package let id: [UInt8]
  private let key: SymmetricKey

  /// Takes a secret of exactly 32 bytes; nil when it has another length.
  package init?(secret: [UInt8]) {
    guard secret.count == 32 else { return nil }
    key = SymmetricKey(data: secret)
    id = Array(Array(SHA256.hash(data: secret)).prefix(8))
  }

  /// Encrypts a secret with AES-GCM for one member of staff and nobody else: nonce, ciphertext, tag.
  package func sealed(_ secret: TimeSecret, organization: UUID, staff: UUID) throws -> [UInt8] {
    let box = try AES.GCM.seal(
      secret.bytes, using: key, authenticating: Self.binding(organization, staff))
    return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
  }

  /// Decrypts what `sealed` gave.
  ///
  /// Nil when it was made under another key, for somebody else, or was changed since.
  package func opened(_ sealed: [UInt8], organization: UUID, staff: UUID) -> TimeSecret? {
    guard let box = try? AES.GCM.SealedBox(combined: sealed),
      let bytes = try? AES.GCM.open(box, using: key, authenticating: Self.binding(organization, staff)),
      bytes.count == TimeSecret.length
    else { return nil }
    return TimeSecret(bytes: Array(bytes))
  }

  private static func binding(_ organization: UUID, _ staff: UUID) -> [UInt8] {
    withUnsafeBytes(of: organization.uuid, Array.init) + withUnsafeBytes(of: staff.uuid, Array.init)
  }
}
