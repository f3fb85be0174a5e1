import ArgumentParser

/// What is measured at the bedside.
struct VitalsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vitals",
    abstract: "Record and correct what is measured at the bedside.",
    discussion: """
      Examples:
        stepwell vitals record --patient $PATIENT --pulse 88 --bp 132/84 --temperature 37.2
        stepwell vitals correct $SET --pulse 86 --reason 'read wrongly'
      """,
    subcommands: [RecordVitals.self, CorrectVitals.self])
}
