/// A way to reach the person.
package struct Contact: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Contact>

  package let id: ID
  package var kind: Kind
  package var value: Line
  /// Whether it is safe to call or write there: nobody else must learn of the treatment.
  package var isSafe: Recorded<Bool>

  package init(id: ID, kind: Kind, value: Line, isSafe: Recorded<Bool>) {
    self.id = id
    self.kind = kind
    self.value = value
    self.isSafe = isSafe
  }

  package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    case phone, email, address
  }
}
