/// What somebody needs to come through a door: a route of the service, or a command.
///
/// Every door says it.
package enum Need: Hashable, Sendable {
  /// Nothing of anybody's is behind it.
  case nothing
  /// To run the machine and own its database; commands only.
  case machine
  /// To be signed in.
  case signIn
  case permission(Permission)

  /// The permission, where it is one.
  package var permission: Permission? {
    if case .permission(let permission) = self { permission } else { nil }
  }
}

extension Need: CustomStringConvertible {
  package var description: String {
    switch self {
    case .nothing: "nothing"
    case .machine: "machine"
    case .signIn: "sign-in"
    case .permission(let permission): permission.rawValue
    }
  }
}
