import ArgumentParser

/// Which moves an episode may make.
struct RulesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "See which moves the stage rules allow, and load the clinic's own.",
    discussion: """
      Examples:
        stepwell stage rules
        stepwell stage rules --svg > rules.svg
        stepwell stage rules load our-rules.yaml --dry-run
      """,
    subcommands: [ShowRules.self, LoadRules.self, PrintShippedRules.self], defaultSubcommand: ShowRules.self)
}
