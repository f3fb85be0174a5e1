import Foundation

extension CohortReport {
  /// The report as JSON: keys in snake case and in alphabetical order, times in ISO 8601, two blanks of indent.
  ///
  /// The same report gives the same bytes. What does not exist is absent, or null inside a list.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
