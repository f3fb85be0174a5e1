import ArgumentParser

/// Intakes.
struct IntakeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intake",
    abstract: "Record an intake, at the terminal or from a file.",
    discussion: """
      Examples:
        stepwell intake record --facility north
        stepwell intake record --file intake.json
      """,
    subcommands: [RecordIntake.self])
}
