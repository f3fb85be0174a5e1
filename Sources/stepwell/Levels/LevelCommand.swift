import ArgumentParser

/// Levels of care: given, authorized, assessed.
struct LevelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "level",
    abstract: "Compare the level of care that was given with the one that was authorized; assess it anew.",
    discussion: """
      Examples:
        stepwell level gaps
        stepwell level show --patient $PATIENT
        stepwell level assess --patient $PATIENT --recommended 3.5 --edition 3 --ratings 1,0,2,1,3,3
      """,
    subcommands: [ShowLevels.self, AssessLevel.self, ListLevelGaps.self])
}
