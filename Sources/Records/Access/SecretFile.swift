import Foundation

/// The text of a file of secrets: one a line in Base64, the newest last; lines that begin with # are passed over.
package struct SecretFile: Sendable {
  let secrets: [[UInt8]]

  /// Nil when there is none in it, or a line that is no Base64.
  package init?(text: String) {
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    secrets = lines.compactMap { Data(base64Encoded: String($0)).map(Array.init) }
    guard !secrets.isEmpty, secrets.count == lines.count else { return nil }
  }

  /// The text of a file with one new secret of 256 random bits.
  package static func newText(random: inout some RandomNumberGenerator) -> String {
    let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    return Data(secret).base64EncodedString() + "\n"
  }
}
