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
      roles.map { $0.text(style) }.joined(separator: "\n")
    }
  }
}

extension RoleRecord {
  fileprivate func text(_ style: Style) -> String {
    if retiredAt != nil { return "\(style.heading(role.rawValue)), retired\n" }
    let opens = sees == .everyone ? "opens all charts" : "opens the charts of the care team"
    let may = "May \(permissions.joined(separator: ", "))."
    return
      "\(style.heading(role.rawValue)), held by \(holders), \(opens)\(isShipped ? "" : ", the clinic's own")\n"
      + may.wrapped(to: min(Terminal.width, 80) - 2).split(separator: "\n").map { "  \($0)\n" }.joined()
  }
}
