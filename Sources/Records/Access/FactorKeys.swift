import Clinic
import Crypto
import Foundation
import Passwords

/// Keys outside of the database that the secrets of second factors are encrypted with (AES-256-GCM).
///
/// Who reads only the database, or a dump of it, can make no codes. The newest encrypts, and all of them decrypt.
package struct FactorKeys: Sendable {
  private let newest: (id: [UInt8], key: SymmetricKey)
  private let all: [[UInt8]: SymmetricKey]

  /// Nil when the file has a secret that is not of 32 bytes.
  package init?(_ file: SecretFile) {
    guard file.secrets.allSatisfy({ $0.count == 32 }) else { return nil }
    let keys = file.secrets.map { (id: Self.id(of: $0), key: SymmetricKey(data: $0)) }
    guard let newest = keys.last else { return nil }
    self.newest = newest
    all = Dictionary(keys.map { ($0.id, $0.key) }) { $1 }
  }

  /// Encrypts the secret for one account: moved to another's row it decrypts no more.
  func seal(_ code: TimeCode, of holder: Account) throws -> SealedSecret {
    let box = try AES.GCM.seal(code.secret, using: newest.key, authenticating: holder.bound)
    return SealedSecret(keyID: newest.id, bytes: Array(box.combined ?? Data()))
  }

  /// Decrypts it; throws a `FactorKeyMissing` where it was made with a key that is not here, or was changed.
  func open(_ sealed: SealedSecret, of holder: Account) throws -> TimeCode {
    guard let key = all[sealed.keyID], let box = try? AES.GCM.SealedBox(combined: sealed.bytes),
      let secret = try? AES.GCM.open(box, using: key, authenticating: holder.bound)
    else { throw FactorKeyMissing() }
    return TimeCode(secret: Array(secret))
  }

  private static func id(of secret: [UInt8]) -> [UInt8] {
    Array(Array(SHA256.hash(data: Data("second factor".utf8) + secret)).prefix(8))
  }
}

/// A member of staff of an organization.
struct Account: Sendable {
  let organization: Organization.ID
  let staff: Clinic.Staff.ID

  fileprivate var bound: Data { Data("second factor\n\(organization)\n\(staff)".utf8) }
}

/// A secret as the database has it.
struct SealedSecret: Sendable {
  let keyID: [UInt8]
  let bytes: [UInt8]
}

/// The key of second factors is not where the work is done.
package struct FactorKeyMissing: Refusal, Hashable {
  package var code: String { "no-factor-key" }
  package var message: String { "The key of second factors is not here." }
  package var remedy: String {
    "Tell an administrator: it is the file factor.key in the data folder, or the one that STEPWELL_FACTOR_KEY_FILE names."
  }
  package var kind: RefusalKind { .conflict }

  package init() {}
}
