import ArgumentParser
import Clinic
import Records
import Service

/// Loads the clinic's roles.
struct LoadRoles: ClinicCommand {
  static let need = Need.permission(.roleManage)
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Put the roles of a file in place of those that there are.",
    discussion: """
      Says for each role what its holders gain and lose, which holds from their next request on. A role that the file \
      lacks is retired. Without a file it takes the roles that come with the software, as after an upgrade. Begin with a \
      copy of those: stepwell role print. Ends with status 65 when the file has a fault, which is named with its line, \
      and with 75 when nobody would be left who manages the staff.

      Examples:
        stepwell role print > our-roles.yaml
        stepwell role load our-roles.yaml --dry-run
        stepwell role load our-roles.yaml
        stepwell role load
      """)

  @Argument(help: "The file; - is the standard input.") var file: String?
  @Flag(help: "Only say what would change.") var dryRun = false
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let catalogue =
      try file.map { try RoleCatalogue(file: $0, yaml: Array(InputFile($0).bytes())) }
      ?? RoleCatalogue.shipped()
    let present = try await desk.records.run(
      as: desk.caller, Action("role.list", needs: .roleManage), Roles.list(at: desk.now))
    let changes = RoleChange.all(from: present, to: catalogue).filter { $0.kind != .unchanged }
    if !dryRun, !changes.isEmpty {
      try await desk.records.load(catalogue, isShipped: file == nil, as: desk.caller)
    }
    try desk.output.show(changes.map(RoleChangeRepresentation.init)) { _ in
      changes.isEmpty
        ? "Nothing changes.\n"
        : changes.map(\.text).joined() + (dryRun ? "Nothing was changed yet.\n" : "The roles are in place.\n")
    }
  }
}

extension RoleChange {
  fileprivate var text: String {
    let head = "\(role.rawValue): \(kind.rawValue), held by \(holders)\n"
    let lines = [
      gained.isEmpty ? nil : "gains \(gained.joined(separator: ", "))",
      lost.isEmpty ? nil : "loses \(lost.joined(separator: ", "))",
      sees.map { $0 == .everyone ? "opens all charts" : "opens charts of the care team" },
    ]
    return head + lines.compactMap(\.self).map { "  \($0)\n" }.joined()
  }
}
