import ArgumentParser
import Clinic
import Records

/// Closes an enquiry that came to nothing.
struct LoseEnquiry: ClinicCommand {
  static let need = Need.permission(.enquiryWork)
  static let configuration = CommandConfiguration(
    commandName: "lose",
    abstract: "Close an enquiry that came to nothing.",
    discussion: """
      Refused with status 75 when it is closed already, or was changed since the version that you read.

      Examples:
        stepwell enquiry lose $ENQUIRY --because no_bed
        stepwell enquiry lose $ENQUIRY --because unreachable --if-version 3
      """)

  @Argument(help: "The enquiry's identifier.") var enquiry: Enquiry.ID
  @Option(help: "Why it came to nothing.") var because: Enquiry.LossReason
  @Option(help: "Only if it still has this version.") var ifVersion: Int32?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.lose(enquiry, because, version: ifVersion, as: desk.caller)
    try await desk.show(enquiry, desk.wallClock(clock))
  }
}
