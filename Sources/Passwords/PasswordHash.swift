/// A hashed password with its salt and the cost it was made at, as a PHC string.
package struct PasswordHash: Hashable, Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  /// The cost it was made at; nil where the text is no hash of Argon2id.
  package var cost: Argon2id? {
    guard
      let found = text.firstMatch(of: /^\$argon2id\$v=19\$m=([0-9]{1,9}),t=([0-9]{1,9}),p=([0-9]{1,9})\$/),
      let memory = UInt32(found.1), let passes = UInt32(found.2), let lanes = UInt32(found.3)
    else { return nil }
    return Argon2id(memory: memory, passes: passes, lanes: lanes)
  }

  /// Whether it was made at another cost than new ones are, so that it is to be made anew at the next chance.
  package var isOutdated: Bool { cost != .current }
}

extension PasswordHash: CustomStringConvertible {
  /// Nothing of it: logs are read by more people than the database.
  package var description: String { "$argon2id$…" }
}
