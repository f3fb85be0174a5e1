import ArgumentParser

/// Questionnaires and their scores.
struct ScreenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen",
    abstract: "Record questionnaires and read their scores.",
    discussion: """
      Examples:
        stepwell screen list-instruments
        stepwell screen record --instrument phq_9 --patient 01890a5d-ac96-774b-bcce-b302099a8057
      """,
    subcommands: [ListInstruments.self, RecordScreening.self, ShowScreenings.self])
}
