/// The roles of a clinic and what each may do, as its file says; checked when it is loaded.
package struct RoleCatalogue: Hashable, Sendable {
  package let version: String
  /// In the order of the file.
  package let definitions: [RoleDefinition]

  /// Reads the roles from a YAML file, of which `file` is the name for messages.
  ///
  /// A permission may be named with a star, `enquiry.*`, for all that begin so. Throws where a role stands twice, names
  /// a permission that there is not, or where no role could manage the staff: nobody could ever be let in again.
  package init(file: String, yaml bytes: [UInt8]) throws(InvalidFile) {
    let root = try FileNode(file: file, bytes: bytes)
    let keys = try root.keys("version", "roles")
    version = try keys["version"].text()
    var seen: Set<Role> = []
    definitions = try keys.list("roles").read { (node) throws(InvalidFile) in
      let definition = try RoleDefinition(node)
      guard seen.insert(definition.role).inserted else {
        throw node.refuse("defines a role for the second time", remedy: "Give each role one entry.")
      }
      return definition
    }
    guard definitions.contains(where: { $0.permissions.contains(.staffManage) }) else {
      throw root.refuse(
        "has no role that may manage the staff",
        remedy: "Give \(Permission.staffManage.rawValue) to the administrator.")
    }
  }

  package subscript(role: Role) -> RoleDefinition? { definitions.first { $0.role == role } }

  private static let shippedRoles = Result {
    try RoleCatalogue(file: "roles.yaml", yaml: PackageResources.roles_yaml)
  }

  /// The text of the file that comes with the software.
  package static var shippedFile: String { String(decoding: PackageResources.roles_yaml, as: UTF8.self) }

  /// The roles that come with the software, which a clinic may replace by its own.
  package static func shipped() throws -> RoleCatalogue {
    try shippedRoles.get()
  }
}

extension RoleDefinition {
  fileprivate init(_ node: FileNode) throws(InvalidFile) {
    let keys = try node.keys("role", "title", "sees", "may")
    let name = try keys["role"].text()
    guard name.wholeMatch(of: /[a-z][a-z_]{1,39}/) != nil else {
      throw try keys["role"].refuse(
        "is not the name of a role", remedy: "Use small letters and _, such as night_nurse.")
    }
    role = Role(rawValue: name)
    do {
      title = try Line(keys["title"].text(), field: "title")
    } catch let error as InvalidFile {
      throw error
    } catch {
      throw try keys["title"].refuse("is not a title", remedy: "Write one line of at most 200 characters.")
    }
    sees = try keys["sees"].code(of: Sight.self)
    let listed = try keys.list("may").read { (node) throws(InvalidFile) in try Permission.named(node) }
    permissions = Set(listed.flatMap(\.self))
  }
}

extension Permission {
  /// The permissions that an entry of the file stands for.
  fileprivate static func named(_ node: FileNode) throws(InvalidFile) -> [Permission] {
    let text = try node.text()
    let found =
      text.hasSuffix(".*")
      ? allCases.filter { $0.rawValue.hasPrefix(text.dropLast()) } : allCases.filter { $0.rawValue == text }
    guard !found.isEmpty else {
      throw node.refuse(
        "is not a permission",
        remedy: "Use one of \(allCases.map(\.rawValue).listing), or one group such as enquiry.*.")
    }
    return found
  }
}
