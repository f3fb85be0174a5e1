import Clinic

/// Which passwords may be chosen, as NIST SP 800-63B advises: long, and not what others would try first.
///
/// No kinds of characters are asked for, and a password does not age.
package enum PasswordRule {
  package static let shortest = 15
  package static let longest = 256

  /// Refuses a password that is too short, too long, common, or made of the names beside it.
  package static func check(_ password: Password, names: [String]) throws(InvalidValue) {
    guard password.length >= shortest else {
      throw refused(
        "password-too-short", "is shorter than \(shortest) characters",
        "Choose a longer one: several words that do not belong together are easy to remember.")
    }
    guard password.length <= longest, password.bytes.count <= 4 * longest else {
      throw refused(
        "password-too-long", "is longer than \(longest) characters", "Choose a shorter one.")
    }
    guard !CommonPasswords.contain(password) else {
      throw refused(
        "password-common", "is one that others would try early: a common word or row, repeated or decorated",
        "Choose several words that do not belong together.")
    }
    let folded = CommonPasswords.letters(password.text)
    guard !names.map(CommonPasswords.letters).contains(where: { $0.count >= 3 && folded.contains($0) }) else {
      throw refused(
        "password-names-you", "holds your short name or the name of the clinic", "Choose one without it.")
    }
  }

  private static func refused(_ code: String, _ problem: String, _ remedy: String) -> InvalidValue {
    InvalidValue(code, field: "new_password", problem: problem, remedy: remedy)
  }
}
