import ArgumentParser

/// Counselling notes, which stand in no chart.
struct CounsellingNoteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "counselling-note",
    abstract: "Keep counselling notes apart from the chart.",
    discussion: """
      Examples:
        stepwell counselling-note write $PATIENT --file note.txt
        stepwell counselling-note list $PATIENT
      """,
    subcommands: [WriteCounsellingNote.self, ListCounsellingNotes.self])
}
