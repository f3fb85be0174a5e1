import ArgumentParser

/// People and their charts.
struct PatientCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patient",
    abstract: "Find people and show their charts.",
    discussion: """
      Examples:
        stepwell patient find 'jon smith 1990-12-31'
        stepwell patient show 01890a5d-ac96-774b-bcce-b302099a8057
      """,
    subcommands: [FindPatient.self, ShowPatient.self])
}
