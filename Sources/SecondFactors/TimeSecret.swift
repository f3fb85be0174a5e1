import Crypto
import Foundation

/// The secret that an authenticator app and the clinic share, and the codes that follow from it (RFC 6238).
///
/// HMAC-SHA1, six digits and steps of 30 seconds are what every app understands.
package struct TimeSecret: Hashable, Sendable {
  /// How long a code is shown, in seconds.
  package static let step: Double = 30
  /// How many steps a clock may be ahead or behind.
  package static let drift: Int64 = 1
  /// The length that RFC 4226 recommends, in bytes.
  static let length = 20

  let bytes: [UInt8]

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Makes a new secret of 160 random bits.
  package init(random: inout some RandomNumberGenerator) {
    bytes = (0..<Self.length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }

  /// The secret in Base32, for typing it into an app.
  package var text: String { Base32.text(of: bytes) }

  /// The number of the step at a time, counted from the beginning of 1970.
  package static func step(at time: Date) -> Int64 {
    Int64((time.timeIntervalSince1970 / step).rounded(.down))
  }

  /// The code of a step, as the app shows it.
  package func code(at step: Int64, length: Int = TimeCode.length) -> String {
    let counter = withUnsafeBytes(of: UInt64(bitPattern: step).bigEndian, Array.init)
    let mac = Array(
      HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: bytes)))
    let offset = Int(mac[mac.count - 1] & 15)
    let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let modulus = (0..<length).reduce(UInt64(1)) { power, _ in power * 10 }
    let digits = String(UInt64(number) % modulus)
    return String(repeating: "0", count: length - digits.count) + digits
  }

  /// Finds the step that a code belongs to, of those that are near enough to `time`.
  ///
  /// A step up to `lastUsed` is refused, also when the clock was set back. Every step is compared whole, so that the
  /// time it takes says nothing.
  package func finding(of code: TimeCode, at time: Date, lastUsed: Int64?) -> TimeCodeFinding {
    let now = Self.step(at: time)
    var matching: Int64?
    for step in now - Self.drift...now + Self.drift {
      let difference = zip(code.digits, self.code(at: step).utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
      if difference == 0 { matching = step }
    }
    guard let matching else { return .wrong }
    if let lastUsed, matching <= lastUsed { return .reused }
    return .good(step: matching)
  }

  /// The address that an authenticator app reads from a QR code or takes pasted.
  package func address(account: String, issuer: String = "Stepwell") -> String {
    let label = "\(Self.escaped(issuer)):\(Self.escaped(account))"
    return "otpauth://totp/\(label)?secret=\(text)&issuer=\(Self.escaped(issuer))"
      + "&algorithm=SHA1&digits=\(TimeCode.length)&period=\(Int(Self.step))"
  }

  /// Percent-encodes all but the unreserved characters of RFC 3986.
  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    .joined()
  }
}

extension TimeSecret: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { "•••" }
  package var debugDescription: String { description }
}
