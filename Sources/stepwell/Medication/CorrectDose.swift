import ArgumentParser
import Clinic
import Records
import Service

/// Takes back what was written about a dose.
struct CorrectDose: ClinicCommand {
  static let need = Need.permission(.medicationGive)
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Say that what was written about a dose was an error; it can then be acted on again.",
    discussion: """
      What was written stays on record as what was believed until now.

      Examples:
        stepwell medication correct $DOSE --reason 'the other patient in the room'
      """)

  @Argument(help: "The dose's identifier, from the chart.") var dose: Dose.ID
  @Option(help: "What was wrong.") var reason: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.correct(dose, reason: try Line(reason, field: "reason"), as: desk.caller)
    try desk.output.show(MadeRepresentation(dose)) { _ in
      "Entered in error. The dose can be acted on again.\n"
    }
  }
}
