import Clinic

/// A cohort definition that cannot be taken: it says where, what is wrong, and what was probably meant.
package struct InvalidDefinition: Refusal, Hashable {
  /// The name of the file, or another name for where the text came from.
  package let file: String
  /// Counted from 1.
  package let line: Int
  /// Counted from 1, in characters.
  package let column: Int
  /// The part of the definition: `measures[1].retention.horizon`; nil when it is the whole.
  package let field: String?
  /// What is wrong, to be read after the place.
  package let problem: String
  /// The word at fault, if it is one word; definitions hold no personal data.
  package let value: String?
  package let remedy: String

  package var code: String { "invalid-definition" }
  package var kind: RefusalKind { .invalid }

  package var message: String {
    let subject = value.map { "\"\($0)\"" } ?? field ?? "the definition"
    return "\(file):\(line):\(column): \(subject) \(problem)."
  }
}
