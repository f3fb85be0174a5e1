import ArgumentParser
import Clinic

/// Writes down that a dose was held.
struct HoldDose: ClinicCommand {
  static let need = Need.permission(.medicationGive)
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Write down that a dose was not given, and why.",
    discussion: """
      Examples:
        stepwell medication hold $ORDER --because sedated
        stepwell medication hold $ORDER --due 08:00 --because on_leave --note 'back at 14:00'
      """)

  @OptionGroup var dose: DoseOptions
  @Option(help: "Why.") var because: DoseCause
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await dose.act(.held, cause: because, clock, at: desk)
  }
}
