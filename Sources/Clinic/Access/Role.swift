/// What a member of staff does here.
///
/// What it allows stands in the file of roles, of which this is a name.
package struct Role: RawRepresentable, Hashable, Sendable, Codable {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package static let intake = Role(rawValue: "intake")
  package static let nurse = Role(rawValue: "nurse")
  package static let counsellor = Role(rawValue: "counsellor")
  package static let aftercare = Role(rawValue: "aftercare")
  package static let prescriber = Role(rawValue: "prescriber")
  package static let director = Role(rawValue: "director")
  package static let privacyOfficer = Role(rawValue: "privacy_officer")
  package static let administrator = Role(rawValue: "administrator")
}

/// A role as the file of roles defines it.
package struct RoleDefinition: Hashable, Sendable {
  /// Whose charts a role may open, of those that are not restricted.
  package enum Sight: String, CaseIterable, Sendable {
    /// Those of everybody, in the facilities where the role is held.
    case everyone
    /// Those whose care team its holder is of.
    case careTeam = "care_team"
  }

  package let role: Role
  package let title: Line
  package let sees: Sight
  package let permissions: Set<Permission>
}
