/// A questionnaire or scale, as data: its items, what may be answered, and how it is scored.
package struct Instrument: Hashable, Sendable {
  /// Which definition it is; results keep it, so that an old score can be explained for ever.
  package struct Reference: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name of the instrument in files, commands and addresses, e.g. `phq_9`.
    package let slug: String
    package let version: String

    package var description: String { "\(slug) version \(version)" }

    package init(slug: String, version: String) {
      self.slug = slug
      self.version = version
    }
  }

  package let reference: Reference

  package struct Item: Hashable, Sendable {
    /// The name of an item within its instrument, e.g. `q9`.
    package typealias Slug = String
  }
}
