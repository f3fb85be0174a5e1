import Clinic
import Crypto
import Foundation

/// A code on paper that stands in once for an authenticator app that was lost.
///
/// With 80 random bits it cannot be guessed from its digest, so a plain SHA-256 is what the database keeps.
package struct RecoveryCode: Hashable, Sendable {
  /// How many somebody is given at a time.
  package static let count = 10
  private static let length = 10

  private let bytes: [UInt8]

  /// Makes a new code of 80 random bits.
  package init(random: inout some RandomNumberGenerator) {
    bytes = (0..<Self.length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }

  /// Takes a code as it was typed: in either case, with or without hyphens and blanks.
  ///
  /// Throws when it is not one. What was typed is not repeated.
  package init(_ typed: String, field: String = "code") throws(InvalidValue) {
    guard let bytes = Base32.bytes(of: typed), bytes.count == Self.length else {
      throw InvalidValue(
        "recovery-code-malformed", field: field, problem: "is not a recovery code",
        remedy: "Type the 16 letters and digits of one that was not used yet; there is no 0, 1, 8 or 9 in it."
      )
    }
    self.bytes = bytes
  }

  /// The code as it is shown, once: four groups of four.
  package var text: String {
    let letters = Array(Base32.text(of: bytes))
    return stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }
      .joined(separator: "-")
  }

  /// SHA-256 of the bytes, by which the code is found.
  package var digest: [UInt8] { Array(SHA256.hash(data: bytes)) }
}

extension RecoveryCode: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { "••••-••••-••••-••••" }
  package var debugDescription: String { description }
}
