import ArgumentParser
import Clinic

/// Shows one enquiry.
struct ShowEnquiry: ClinicCommand {
  static let need = Need.permission(.enquiryRead)
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an enquiry with the attempts to call back.",
    discussion: """
      Examples:
        stepwell enquiry show $ENQUIRY
        stepwell enquiry show $ENQUIRY --json
      """)

  @Argument(help: "The enquiry's identifier.") var enquiry: Enquiry.ID
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.show(enquiry, desk.wallClock(clock))
  }
}
