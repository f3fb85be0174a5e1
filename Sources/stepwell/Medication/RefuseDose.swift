import ArgumentParser
import Clinic

/// Writes down that the person refused a dose.
struct RefuseDose: ClinicCommand {
  static let need = Need.permission(.medicationGive)
  static let configuration = CommandConfiguration(
    commandName: "refuse",
    abstract: "Write down that the person refused a dose, and what they said.",
    discussion: """
      Examples:
        stepwell medication refuse $ORDER --because side_effects
        stepwell medication refuse $ORDER --because no_reason_given
      """)

  @OptionGroup var dose: DoseOptions
  @Option(help: "What they said.") var because: DoseCause
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await dose.act(.refused, cause: because, clock, at: desk)
  }
}
