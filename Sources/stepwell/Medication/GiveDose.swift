import ArgumentParser
import Clinic
import Foundation

/// Writes down that a dose was given.
struct GiveDose: ClinicCommand {
  static let need = Need.permission(.medicationGive)
  static let configuration = CommandConfiguration(
    commandName: "give",
    abstract: "Write down that a dose was given.",
    discussion: """
      Without --due it is the dose that is due now. Ends with status 75 when somebody has acted on it already, and says who \
      and when; with 65 when it is too early, missed, or more than the order allows.

      Examples:
        stepwell medication give $ORDER
        stepwell medication give $ORDER --due 08:00 --witness grace
        stepwell medication give $ORDER --amount 5 --note 'spat out the rest'
      """)

  @OptionGroup var dose: DoseOptions
  @Option(help: "How much, where it was less than ordered.") var amount: Decimal?
  @Option(help: "The short name of the second person, where the order asks for one.") var witness: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await dose.act(.given, amount: amount, witness: witness, clock, at: desk)
  }
}
