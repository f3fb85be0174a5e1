import ArgumentParser
import Clinic
import Records

/// Takes a request back.
struct WithdrawTransfer: ClinicCommand {
  static let need = Need.permission(.transferRequest)
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take a request back before it is answered.",
    discussion: """
      Examples:
        stepwell transfer withdraw $REQUEST
      """)

  @Argument(help: "The request's identifier.") var request: TransferRequest.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.withdraw(request, as: desk.caller)
    try await desk.show(request) { "The request to \($0.to) is withdrawn.\n" }
  }
}
