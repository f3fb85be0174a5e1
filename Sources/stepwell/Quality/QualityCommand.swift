import ArgumentParser

/// How complete and timely the records are.
struct QualityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quality",
    abstract: "See what is missing, late, contradictory or idle, and whose it is to see to.",
    discussion: """
      Examples:
        stepwell quality board
        stepwell quality list missing --facility north --staff ada
      """,
    subcommands: [ShowQualityBoard.self, ListQualityItems.self])
}
