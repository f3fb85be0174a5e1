/// A way to reach the person.
package struct Contact: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Contact>

  package let id: ID
  package var kind: Kind
  package var value: Line
  /// How a contact person is related.
  package var relation: Line?
  /// Whether it is safe to call or write there: nobody else must learn of the treatment.
  package var safeToContact: Recorded<Bool>

  package init(id: ID, kind: Kind, value: Line, relation: Line? = nil, safeToContact: Recorded<Bool>) {
    self.id = id
    self.kind = kind
    self.value = value
    self.relation = relation
    self.safeToContact = safeToContact
  }

  /// What the value is.
  package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    case phone, email, address
    /// Another person through whom to reach them.
    case person
  }
}
