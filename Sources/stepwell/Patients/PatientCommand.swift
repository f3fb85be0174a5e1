import ArgumentParser

/// People and their charts.
struct PatientCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patient",
    abstract: "Find people and show their charts.",
    discussion: """
      Examples:
        stepwell patient find 'jon smith 1990-12-31'
        stepwell patient show $PATIENT
      """,
    subcommands: [FindPatient.self, ShowPatient.self])
}
