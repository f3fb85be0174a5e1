import ArgumentParser
import Clinic
import Records

/// Who works here.
struct StaffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staff",
    abstract: "Add and disable staff, and say what they may do.",
    discussion: """
      Examples:
        stepwell staff add grace --name 'Zz Grace' --role nurse
        stepwell staff list
      """,
    subcommands: [
      AddStaff.self, ListStaff.self, DisableStaff.self, EnableStaff.self, ResetStaff.self, GrantRole.self,
      RevokeRole.self,
    ])
}

extension Desk {
  /// Who goes by a handle; throws `NotFound`.
  func staff(_ handle: String) async throws -> Staff.ID {
    let action = Action("staff.find", needs: .staffManage)
    let found = try await records.run(as: caller, action, StaffMembers.named(handle))
    guard let id = found else {
      throw NotFound("member of staff", field: "handle")
    }
    return id
  }

  /// The facility of a short name; nil, which is every one, without a name.
  func facility(named name: String?) async throws -> Facility.ID? {
    guard let name else { return nil }
    return try facility(name, among: try await facilities()).facility.id
  }

  /// Shows a password for the first sign-in, once.
  func show(_ password: OneTimePassword, of handle: String) throws {
    try output.show(["handle": handle, "one_time_password": password.text]) { _ in
      """
      \(handle) signs in with this password, within 24 hours, and changes it then:

        \(password.text)

      It is shown once.

      """
    }
  }
}
