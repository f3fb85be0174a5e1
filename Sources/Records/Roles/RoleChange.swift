import Clinic

/// What loading a file of roles would change in one of them.
package struct RoleChange: Sendable, Hashable {
  package enum Kind: String, Sendable { case new, changed, retired, unchanged }

  package let role: Role
  package let kind: Kind
  /// Permissions that its holders gain and lose, in alphabetical order.
  package let gained: [String]
  package let lost: [String]
  /// Whose charts it opens from then on, where that changes.
  package let sees: RoleDefinition.Sight?
  package let holders: Int64

  /// Compares what there is with a file, in the order of the file; roles that it lacks come last.
  package static func all(from present: [RoleRecord], to catalogue: RoleCatalogue) -> [RoleChange] {
    let active = present.filter { $0.retiredAt == nil }
    return catalogue.definitions.map { wanted in
      RoleChange(from: active.first { $0.role == wanted.role }, to: wanted)
    }
      + active.filter { catalogue[$0.role] == nil }.map { RoleChange(from: $0, to: nil) }
  }

  private init(from present: RoleRecord?, to wanted: RoleDefinition?) {
    let before = Set(present?.permissions ?? [])
    let after = Set((wanted?.permissions ?? []).map(\.rawValue))
    role = wanted?.role ?? present?.role ?? Role(rawValue: "")
    gained = after.subtracting(before).sorted()
    lost = before.subtracting(after).sorted()
    sees = wanted.flatMap { $0.sees == present?.sees ? nil : $0.sees }
    holders = present?.holders ?? 0
    kind =
      if present == nil { .new } else if wanted == nil { .retired } else if before != after || sees != nil {
        .changed
      } else { .unchanged }
  }
}
