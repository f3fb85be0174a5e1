import Foundation

/// A password as it was typed, in the one form that Unicode gives to what looks the same (NFKC).
package struct Password: Hashable, Sendable {
  let text: String

  /// Takes any text: one that nobody may choose is still to be compared with what was chosen.
  package init(_ typed: String) {
    text = typed.precomposedStringWithCompatibilityMapping
  }

  var bytes: [UInt8] { Array(text.utf8) }

  /// In characters as people count them.
  var length: Int { text.count }
}

extension Password: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { "•••" }
  package var debugDescription: String { description }
}
