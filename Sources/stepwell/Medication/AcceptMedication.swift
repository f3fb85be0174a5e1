import ArgumentParser
import Clinic
import Records
import Service

/// Lets an order go on in another stage.
struct AcceptMedication: ClinicCommand {
  static let need = Need.permission(.medicationOrder)
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Let an order go on after a change of the stage.",
    discussion: """
      An order that nobody accepts goes on for the hours of grace of the policy; then its doses do not come about until \
      somebody does. Which orders wait: stepwell medication due, and stepwell medication list

      Examples:
        stepwell medication accept $ORDER
      """)

  @Argument(help: "The order's identifier.") var order: MedicationOrder.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.accept(order, as: desk.caller)
    try desk.output.show(MadeRepresentation(order)) { _ in "Accepted: the order goes on in this stage.\n" }
  }
}
