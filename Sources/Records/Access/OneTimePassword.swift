import Foundation
import Passwords

/// A password that somebody is given for the first sign-in; shown once, good for a day.
package struct OneTimePassword: Sendable {
  package let text: String
  package let until: Date

  package init(at now: Date, random: inout some RandomNumberGenerator) {
    text = LegibleSecret(random: &random).text
    until = now.addingTimeInterval(86_400)
  }

  var password: Password { Password(text) }
}
