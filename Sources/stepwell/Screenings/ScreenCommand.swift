import ArgumentParser

/// Questionnaires and their scores.
struct ScreenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen",
    abstract: "Record questionnaires and read their scores.",
    discussion: """
      Examples:
        stepwell screen list-instruments
        stepwell screen record --instrument phq_9 --patient $PATIENT
      """,
    subcommands: [ListInstruments.self, RecordScreening.self, ShowScreenings.self])
}
