import Foundation
import Passwords

/// What a program on a telephone does with the secret that was typed into it.
package struct Authenticator: Sendable {
  private let code: TimeCode

  /// Takes the secret in Base32.
  package init(_ text: String) {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    let bits = text.compactMap(alphabet.firstIndex).flatMap { value in (0..<5).map { value >> (4 - $0) & 1 } }
    code = TimeCode(
      secret: stride(from: 0, to: bits.count / 8 * 8, by: 8).map { start in
        bits[start..<start + 8].reduce(0) { $0 << 1 | UInt8($1) }
      })
  }

  /// What it shows at that time.
  package func shows(at instant: Date) -> String { code.code(at: TimeCode.step(at: instant)) }
}
