import Foundation
import Passwords

/// What shows that somebody holds the second factor: a code of time, by its step, or a recovery code, by its digest.
enum FactorProof: Sendable, Hashable {
  case step(Int64)
  case recovery([UInt8])

  /// Reads what was typed, with or without hyphens and spaces.
  ///
  /// Six digits are a code of time. Throws a `SecondFactorRefused` where they are wrong; whether a recovery code is
  /// right the database knows.
  init(_ typed: String, of secret: TimeCode, at now: Date) throws {
    let bare = LegibleSecret.bare(typed)
    if bare.count == 6, bare.allSatisfy(\.isWholeNumber) {
      guard let step = secret.step(of: bare, at: now) else { throw SecondFactorRefused.wrong }
      self = .step(step)
    } else {
      self = .recovery(RecoveryCode.digest(of: bare))
    }
  }

  var step: Int64? { if case .step(let step) = self { step } else { nil } }
  var recovery: [UInt8]? { if case .recovery(let digest) = self { digest } else { nil } }
}

/// A code for who has lost what shows codes of time: good for one sign-in, shown once.
package struct RecoveryCode: Sendable {
  package let text: String

  init(random: inout some RandomNumberGenerator) { text = LegibleSecret(random: &random).text }

  var digest: [UInt8] { Self.digest(of: LegibleSecret.bare(text)) }

  /// Ten new ones.
  static func ten() -> [RecoveryCode] {
    var random = SystemRandomNumberGenerator()
    return (0..<10).map { _ in RecoveryCode(random: &random) }
  }

  static func digest(of bare: String) -> [UInt8] { SignInAttempt.digest("recovery\n\(bare)") }
}
