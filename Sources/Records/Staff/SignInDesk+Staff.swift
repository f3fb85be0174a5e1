import Clinic
import Foundation
import Passwords
import Postgres

/// A member of staff who was added, and the password for the first sign-in, which is shown once.
package struct AddedStaff: Sendable {
  package let id: Clinic.Staff.ID
  package let handle: String
  package let password: OneTimePassword
}

extension SignInDesk {
  /// Adds a member of staff with `roles` in one facility, or in all when nil.
  ///
  /// Throws a `Conflict` where the short name is taken.
  package func add(
    handle: String, name: Line, roles: Set<Role>, in facility: Facility.ID?, as caller: Caller,
    once: Once<AddedStaff>? = nil
  ) async throws -> AddedStaff {
    guard handle.wholeMatch(of: /[a-z][a-z0-9._-]{1,63}/) != nil else {
      throw InvalidValue(
        "invalid-handle", field: "handle", problem: "is not a short name to sign in with",
        remedy: "Begin with a small letter, then small letters, digits, dots, _ and -, 2 to 64 in all.")
    }
    let now = records.clock()
    var random = SystemRandomNumberGenerator()
    let added = AddedStaff(
      id: Clinic.Staff.ID(at: now, random: &random), handle: handle,
      password: OneTimePassword(at: now, random: &random))
    // Whoever may not add anybody takes no hash's time from those who sign in.
    _ = try await records.run(
      as: caller, Action("staff.find", needs: .staffManage), StaffMembers.named(handle))
    let hash = try await hash(added.password.password)
    try await records.write(
      [
        """
        SELECT FROM access.add_staff(
          \(added.id), \(handle), \(name), \(roles.map(\.rawValue).sorted())::text[], \(facility), \(hash.text),
          \(added.password.until), \(now))
        """
      ], as: caller, Action("staff.add", needs: .staffManage, subject: added.id.rawValue), once: once,
      for: added)
    return added
  }

  /// Gives a member of staff a password for the next sign-in and ends their sessions and tokens.
  package func resetPassword(of staff: Clinic.Staff.ID, as caller: Caller) async throws -> OneTimePassword {
    let now = records.clock()
    var random = SystemRandomNumberGenerator()
    let password = OneTimePassword(at: now, random: &random)
    let found = try await records.run(
      as: caller, Action("staff.find", needs: .staffManage, subject: staff.rawValue), StaffMembers.has(staff))
    guard found else { throw NotFound("member of staff") }
    let hash = try await hash(password.password)
    try await records.run(
      as: caller, Action("staff.reset", needs: .staffManage, subject: staff.rawValue),
      first: ["SELECT FROM access.reset_password(\(staff), \(hash.text), \(password.until), \(now))"])
    return password
  }
}

extension Records {
  /// Disables a member of staff, whose sessions and tokens end at once, or lets them in again.
  ///
  /// Throws a `Conflict` where nobody would be left who manages the staff.
  package func setDisabled(_ isDisabled: Bool, _ staff: Clinic.Staff.ID, as caller: Caller) async throws {
    try await run(
      as: caller,
      Action(isDisabled ? "staff.disable" : "staff.enable", needs: .staffManage, subject: staff.rawValue),
      first: ["SELECT FROM access.set_disabled(\(staff), \(isDisabled), \(clock()))"])
  }

  /// Grants a role in one facility, or in all when nil; until it is withdrawn when `end` is nil.
  package func grant(
    _ role: Role, to staff: Clinic.Staff.ID, in facility: Facility.ID?, until end: Date?, as caller: Caller
  ) async throws {
    try await grant(role, to: staff, in: facility, until: end, as: caller, once: nil, for: ())
  }

  /// The same, once under a key.
  package func grant<Outcome: Sendable>(
    _ role: Role, to staff: Clinic.Staff.ID, in facility: Facility.ID?, until end: Date?, as caller: Caller,
    once: Once<Outcome>?, for outcome: Outcome
  ) async throws {
    let now = clock()
    if let end, end <= now {
      throw InvalidValue(
        "out-of-range", field: "until", problem: "is past", remedy: "Choose a time to come, or leave it out.")
    }
    try await write(
      ["SELECT FROM access.grant_role(\(staff), \(role.rawValue), \(facility), \(end), \(now))"], as: caller,
      Action("role.grant", needs: .staffManage, subject: staff.rawValue), once: once, for: outcome)
  }

  /// Withdraws a role in every facility, from now on.
  package func revoke(_ role: Role, from staff: Clinic.Staff.ID, as caller: Caller) async throws {
    try await run(
      as: caller, Action("role.revoke", needs: .staffManage, subject: staff.rawValue),
      first: ["SELECT FROM access.revoke_role(\(staff), \(role.rawValue), \(clock()))"])
  }
}
