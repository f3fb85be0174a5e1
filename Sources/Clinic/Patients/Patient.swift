/// A person who is or was in treatment.
package struct Patient: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Patient>

  package let id: ID
  package var demographics: Demographics
  package var contacts: [Contact]
  package var numbers: [Number]

  package init(id: ID, demographics: Demographics, contacts: [Contact] = [], numbers: [Number] = []) {
    self.id = id
    self.demographics = demographics
    self.contacts = contacts
    self.numbers = numbers
  }

  /// One of the names of a person: trimmed, 1 to 100 characters, no control characters.
  package struct Name: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String
    package static let limit = 100

    package var description: String { rawValue }

    package init(_ text: String, field: String? = nil) throws(InvalidValue) {
      rawValue = try text.parsed(limit: Self.limit, lines: false, field: field)
    }

    /// Nil where the other initializer throws.
    package init?(rawValue: String) {
      guard let name = try? Name(rawValue) else { return nil }
      self = name
    }

    package init(from decoder: any Decoder) throws {
      try self.init(decoder.singleValueContainer().decode(String.self), field: decoder.field)
    }
  }

  /// Given and family name, of which one may be unknown.
  package struct FullName: Hashable, Sendable {
    package let given: Name?
    package let family: Name?

    package init(given: Name, family: Name) {
      self.given = given
      self.family = family
    }

    /// Nil when both are nil: then the name is missing, for a reason.
    package init?(given: Name?, family: Name?) {
      if given == nil, family == nil { return nil }
      self.given = given
      self.family = family
    }
  }

  /// The number by which another system knows the person.
  package struct Number: Hashable, Sendable, Codable {
    /// Which system gives the number: `mrn`, `teds`, or a URL.
    package let system: Line
    package let value: Line

    package init(system: Line, value: Line) {
      self.system = system
      self.value = value
    }
  }
}
