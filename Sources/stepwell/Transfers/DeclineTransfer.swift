import ArgumentParser
import Clinic
import Records
import Service

/// Does not take somebody over.
struct DeclineTransfer: ClinicCommand {
  static let need = Need.permission(.transferAnswer)
  static let configuration = CommandConfiguration(
    commandName: "decline",
    abstract: "Say that the facility does not take somebody over, and why.",
    discussion: """
      Examples:
        stepwell transfer decline $REQUEST --reason 'no bed before Friday'
      """)

  @Argument(help: "The request's identifier.") var request: TransferRequest.ID
  @Option(help: "Why.") var reason: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.decline(request, answer: try Note(reason, field: "reason"), as: desk.caller)
    try await desk.show(request) { "\($0.from) is told that \($0.to) does not take the person over.\n" }
  }
}

extension Desk {
  /// Shows a request as it stands now.
  func show(_ request: TransferRequest.ID, _ text: (TransferRecord) -> String) async throws {
    let found = try await records.run(
      as: caller, Action("transfer.read", needs: .episodeRead, subject: request.rawValue),
      TransferRequests.find(request))
    guard let found else { throw NotFound("transfer request") }
    try output.show(TransferRepresentation(found)) { _ in text(found) }
  }
}
