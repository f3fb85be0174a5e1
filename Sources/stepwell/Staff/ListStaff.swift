import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists the staff.
struct ListStaff: ClinicCommand {
  static let need = Need.permission(.staffRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the staff with their roles, also those who are disabled.",
    discussion: """
      Examples:
        stepwell staff list
        stepwell staff list --json
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let staff = try await desk.records.run(
      as: desk.caller, Action("staff.list", needs: .staffRead), StaffMembers.list(at: desk.now))
    try desk.output.show(staff.map(StaffRepresentation.init)) { style in
      var table = Table(
        .text("Handle", limit: 16), .text("Name", limit: 20), .text("Roles", limit: 26), .text("State"))
      for one in staff { table.add(one.handle, one.name, one.roles.joined(separator: " "), one.state) }
      return table.text(style)
    }
  }
}

extension StaffEntry {
  fileprivate var state: String {
    if disabledAt != nil { return "disabled" }
    if oneTimeUntil != nil { return "to sign in" }
    return hasPassword ? "active" : "no password"
  }
}
