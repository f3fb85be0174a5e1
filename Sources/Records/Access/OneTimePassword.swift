import Foundation
import Passwords

/// A password that somebody is given for the first sign-in; shown once, good for a day.
package struct OneTimePassword: Sendable {
  /// Twenty letters and digits in groups of five, none of which looks like another: 98 bits.
  package let text: String
  package let until: Date

  package init(at now: Date, random: inout some RandomNumberGenerator) {
    let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
    let groups = (0..<4).map { _ in
      String((0..<5).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
    }
    text = groups.joined(separator: "-")
    until = now.addingTimeInterval(86_400)
  }

  var password: Password { Password(text) }
}
