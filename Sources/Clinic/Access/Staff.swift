/// A named person who works here and signs in.
package struct Staff: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Staff>

  package let id: ID
  /// The short name to sign in with, unique within the organization.
  package let handle: String
  package var name: Line
  package var roles: Set<Role>

  package init(id: ID, handle: String, name: Line, roles: Set<Role>) {
    self.id = id
    self.handle = handle
    self.name = name
    self.roles = roles
  }
}
