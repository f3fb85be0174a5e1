import ArgumentParser

/// The protocols by which people are watched.
struct MonitorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "monitor",
    abstract: "Start and stop protocols; say why a check was not done.",
    discussion: """
      A protocol says what is watched, how often by score and hours, who is told of what, and when it has done its work. \
      It stops at the discharge in any case.

      Examples:
        stepwell monitor protocols
        stepwell monitor start --patient $PATIENT --protocol ketamine
        stepwell monitor skip --patient $PATIENT --check ciwa_ar --reason 'in delirium'
      """,
    subcommands: [
      StartMonitoring.self, StopMonitoring.self, SkipCheck.self, AnswerEscalation.self, ListProtocols.self,
      PrintProtocol.self, LoadProtocol.self,
    ])
}
