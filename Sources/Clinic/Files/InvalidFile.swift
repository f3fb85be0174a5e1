/// A file of the clinic that cannot be taken: it says which file, which line, and which part of it.
package struct InvalidFile: Refusal, Hashable {
  package let file: String
  /// Counted from 1; nil when the fault is not in one place.
  package let line: Int?
  /// The part of the file: `items[3].label`; empty for the whole of it.
  package let place: String
  /// What is wrong, to be read after the place.
  package let problem: String
  package let remedy: String

  package var code: String { "invalid-file" }
  package var kind: RefusalKind { .invalid }
  package var field: String? { place.isEmpty ? nil : place }

  package var message: String {
    let position = line.map { "\(file):\($0)" } ?? file
    return place.isEmpty ? "\(position): the file \(problem)." : "\(position): \(place) \(problem)."
  }
}
