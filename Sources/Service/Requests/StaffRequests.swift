import Clinic
import Foundation

/// A member of staff to be added.
struct NewStaffRequest: Sendable {
  let handle: String
  let name: Line
  let roles: Set<Role>
  /// Every one when nil.
  let facilityID: Facility.ID?

  init(_ body: JSONNode) throws {
    let members = try body.members(["handle", "name", "roles"], optional: ["facility_id"])
    handle = try members["handle"].text()
    name = try members["name"].line()
    roles = Set(try members["roles"].elements(limit: 100).map { Role(rawValue: try $0.text()) })
    facilityID = try members.optional("facility_id") { try $0.identifier() }
    guard !roles.isEmpty else {
      throw InvalidValue(
        "missing-required", field: "roles", problem: "is empty", remedy: "Name at least one role.")
    }
  }
}

/// A role to be granted.
struct RoleGrantRequest: Sendable {
  let role: Role
  /// Every one when nil.
  let facilityID: Facility.ID?
  /// Until it is withdrawn when nil.
  let until: Date?

  init(_ body: JSONNode) throws {
    let members = try body.members(["role"], optional: ["facility_id", "until"])
    role = Role(rawValue: try members["role"].text())
    facilityID = try members.optional("facility_id") { try $0.identifier() }
    until = try members.optional("until") { try $0.instant() }
  }
}
