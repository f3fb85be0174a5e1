import ArgumentParser

/// Who cares for whom.
struct CareTeamCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "care-team",
    abstract: "Say who cares for whom.",
    discussion: """
      Examples:
        stepwell care-team add $PATIENT ada
        stepwell care-team list $PATIENT
      """,
    subcommands: [JoinCareTeam.self, LeaveCareTeam.self, ListCareTeam.self])
}
