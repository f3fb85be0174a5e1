import ArgumentParser

/// What payers say of levels of care.
struct AuthorizationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "authorization",
    abstract: "Write down what payers were asked and said about levels of care.",
    discussion: """
      Examples:
        stepwell authorization record --patient $PATIENT --payer 'Zz Health' --level 3.7 --from 2026-06-11 \\
          --through 2026-06-16 --decision approved --reference A-100
        stepwell authorization list --patient $PATIENT
      """,
    subcommands: [RecordAuthorization.self, AmendAuthorization.self, ListAuthorizations.self])
}
