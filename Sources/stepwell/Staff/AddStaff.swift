import ArgumentParser
import Clinic
import Records

/// Adds a member of staff.
struct AddStaff: ClinicCommand {
  static let need = Need.permission(.staffManage)
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a member of staff, with a password for the first sign-in.",
    discussion: """
      The password is shown once, is good for 24 hours, and must be changed at the first sign-in.

      Examples:
        stepwell staff add grace --name 'Zz Grace' --role nurse
        stepwell staff add alan --name 'Zz Alan' --role intake --role aftercare --facility north --json
      """)

  @Argument(help: "The short name to sign in with.") var handle: String
  @Option(help: "The name.") var name: String
  @Option(help: "A role; may be given several times.") var role: [String]
  @Option(help: "The facility in which the roles are held, by short name; every one when left out.")
  var facility: String?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let added = try await SignInDesk(desk.records).add(
      handle: handle, name: try Line(name, field: "name"), roles: Set(role.map(Role.init(rawValue:))),
      in: try await desk.facility(named: facility), as: desk.caller)
    try desk.show(added.password, of: handle)
  }
}

/// Gives a member of staff another password.
struct ResetStaff: ClinicCommand {
  static let need = Need.permission(.staffManage)
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract:
      "Give a member of staff a password for the next sign-in; their sessions and tokens end, and so does their second factor.",
    discussion: """
      Examples:
        stepwell staff reset grace
      """)

  @Argument(help: "The short name.") var handle: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let staff = try await desk.staff(handle)
    try desk.show(
      try await SignInDesk(desk.records).resetPassword(of: staff, as: desk.caller), of: handle)
  }
}
