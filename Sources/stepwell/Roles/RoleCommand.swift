import ArgumentParser

/// What each role may do.
struct RoleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "role",
    abstract: "See what each role may do, and load the clinic's own.",
    discussion: """
      Examples:
        stepwell role list
        stepwell role load our-roles.yaml --dry-run
      """,
    subcommands: [ListRoles.self, LoadRoles.self, PrintShippedRoles.self])
}
