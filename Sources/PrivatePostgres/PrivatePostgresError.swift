/// Why the private PostgreSQL could not be made, started or stopped, and what to do about it.
package struct PrivatePostgresError: Error, Sendable, CustomStringConvertible {
  /// The kinds of trouble that a caller may want to tell apart.
  package enum Kind: Sendable, Hashable {
    /// No PostgreSQL of a version that fits is installed.
    case notInstalled
    /// The folder's owner, mode or place does not let the server use it.
    case folder
    /// Another process holds the folder and does not answer.
    case held
    /// PostgreSQL ran and gave up.
    case failed
    /// PostgreSQL did not get ready, or did not stop, in time.
    case slow
  }

  /// What sort of trouble it is.
  package let kind: Kind
  /// What happened, in one sentence.
  package let message: String
  /// What the person at the terminal can do.
  package let remedy: String

  /// The message and the remedy.
  package var description: String { "\(message) \(remedy)" }

  init(_ kind: Kind, _ message: String, remedy: String) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
  }
}
