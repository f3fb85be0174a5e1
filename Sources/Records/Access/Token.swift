import Crypto
import Foundation

/// The secret that stands for a session.
///
/// The database knows only its digest.
package struct Token: Sendable, Hashable {
  /// What the holder shows, such as `swt_…`; the prefix lets secret scanners find one that leaked.
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  /// Makes a new token of 256 random bits.
  package init(random: inout some RandomNumberGenerator) {
    let bytes = (0..<4).flatMap { _ in withUnsafeBytes(of: random.next() as UInt64, Array.init) }
    let encoded = Data(bytes).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    text = "swt_\(encoded)"
  }

  /// SHA-256 of the text, by which the session is found.
  package var digest: [UInt8] {
    Array(SHA256.hash(data: Data(text.utf8)))
  }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { "swt_…" }
  package var debugDescription: String { description }
}
