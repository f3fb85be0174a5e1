import ArgumentParser
import Clinic
import Records
import Service

/// Lists the roles.
struct ListRoles: ClinicCommand {
  static let need = Need.permission(.staffRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the roles, what each may do, and how many hold it.",
    discussion: """
      Examples:
        stepwell role list
        stepwell role list --json
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let roles = try await desk.records.run(
      as: desk.caller, Action("role.list", needs: .staffRead), Roles.list(at: desk.now))
    try desk.output.show(roles.map(RoleRepresentation.init)) { style in
      var table = Table(.text("Role", limit: 18), .text("Opens"), .number("Held by"), .text("May", limit: 44))
      for one in roles {
        let state = one.retiredAt == nil ? one.permissions.joined(separator: " ") : "retired"
        table.add(
          one.role.rawValue, one.sees == .everyone ? "all charts" : "care team", "\(one.holders)", state)
      }
      return table.text(style)
    }
  }
}
