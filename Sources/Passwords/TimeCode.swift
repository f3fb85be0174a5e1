import Crypto
import Foundation

/// Codes of six digits that change every 30 seconds, after RFC 6238 with HMAC-SHA1, as programs on telephones show them.
package struct TimeCode: Sendable {
  /// What both sides know.
  package let secret: [UInt8]

  package init(secret: [UInt8]) { self.secret = secret }

  /// A new secret of 160 bits, as RFC 4226 recommends.
  package init(random: inout some RandomNumberGenerator) {
    secret = (0..<20).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }

  /// The secret as it is typed into such a program.
  package var text: String { Base32.text(secret) }

  /// The address that such a program opens, with the name under which it lists the account.
  package func address(of account: String) -> String {
    var components = URLComponents()
    components.scheme = "otpauth"
    components.host = "totp"
    components.path = "/Stepwell:\(account)"
    components.queryItems = [
      URLQueryItem(name: "secret", value: text), URLQueryItem(name: "issuer", value: "Stepwell"),
    ]
    return components.string ?? ""
  }

  /// The number of the 30 seconds that an instant falls into, counted from 1970.
  package static func step(at instant: Date) -> Int64 {
    Int64((instant.timeIntervalSince1970 / 30).rounded(.down))
  }

  /// The code of a step; 6 to 8 digits.
  package func code(at step: Int64, digits: Int = 6) -> String {
    let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
    let digest = Array(
      HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
    let offset = Int(digest[digest.count - 1] & 15)
    let number = digest[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
    let text = String(number % Int(pow(10, Double(digits))))
    return String(repeating: "0", count: digits - text.count) + text
  }

  /// The step that `code` belongs to: this one, or one on either side for clocks that differ; nil for a wrong code.
  package func step(of code: String, at instant: Date) -> Int64? {
    let now = Self.step(at: instant)
    // All three are compared to the end, so that the time it takes tells nothing.
    return [now - 1, now, now + 1].reduce(Int64?.none) { found, step in
      Self.areEqual(Array(self.code(at: step).utf8), Array(code.utf8)) ? step : found
    }
  }

  private static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.count == other.count && zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
