import Clinic

/// There is no cohort definition of that name.
package struct UnknownDefinition: Refusal, Hashable {
  package let value: String?
  package let remedy: String

  package var code: String { "unknown-definition" }
  package var message: String { "There is no cohort definition \"\(value ?? "")\"." }
  package var field: String? { "definition" }
  package var kind: RefusalKind { .notFound }

  init(_ name: String, known: [String]) {
    value = name
    remedy =
      Spelling.suggestion(for: name, among: known).map { "Did you mean \($0)?" }
      ?? "Use one of \(known.joined(separator: ", ")), or the path of a file."
  }
}
