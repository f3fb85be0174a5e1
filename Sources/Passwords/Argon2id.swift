import CArgon2

/// The function that makes guessing passwords dear: Argon2id (RFC 9106) of the reference library.
///
/// The library is lent Swift arrays for the time of a call and keeps nothing of them, so no pointer of ours outlives one.
package struct Argon2id: Hashable, Sendable {
  /// In KiB.
  package let memory: UInt32
  package let passes: UInt32
  package let lanes: UInt32

  package init(memory: UInt32, passes: UInt32, lanes: UInt32) {
    self.memory = memory
    self.passes = passes
    self.lanes = lanes
  }

  /// What new passwords are hashed with: 19 MiB, two passes, one lane, as OWASP advises.
  package static let current = Argon2id(memory: 19_456, passes: 2, lanes: 1)

  /// The library could not work, for want of memory most likely.
  package struct Failed: Error {
    package let code: Int32
  }

  /// Hashes a password with a salt of at least 8 bytes; takes some 60 ms and `memory`.
  package func hash(_ password: Password, salt: [UInt8]) throws -> PasswordHash {
    let size = argon2_encodedlen(passes, memory, lanes, UInt32(salt.count), 32, Argon2_id)
    var encoded = [CChar](repeating: 0, count: size)
    let code = argon2id_hash_encoded(
      passes, memory, lanes, password.bytes, password.bytes.count, salt, salt.count, 32, &encoded, size)
    guard code == ARGON2_OK.rawValue else { throw Failed(code: code) }
    let text = encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    return PasswordHash(String(decoding: text, as: UTF8.self))
  }
}

extension PasswordHash {
  /// Whether the password is the one that was hashed; costs as much as hashing it.
  package func matches(_ password: Password) -> Bool {
    argon2id_verify(text, password.bytes, password.bytes.count) == ARGON2_OK.rawValue
  }
}
