import ArgumentParser
import Clinic
import Records
import Service

/// Lists requests between facilities.
struct ListTransfers: ClinicCommand {
  static let need = Need.permission(.episodeRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List requests to and from the facilities where you work.",
    discussion: """
      Examples:
        stepwell transfer list
        stepwell transfer list --all --json
      """)

  @Flag(help: "Also those that were answered or withdrawn.") var all = false
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let found = try await desk.records.run(
      as: desk.caller, Action("transfer.list", needs: .episodeRead),
      list: TransferRequests.list(state: all ? nil : .open))
    try desk.output.show(found.map(TransferRepresentation.init)) { style in
      guard !found.isEmpty else { return "No request is open.\n" }
      var table = Table(
        .text("Asked"), .text("Patient", limit: 24), .text("From"), .text("To"), .text("Stage"), .text("By"),
        .text("Answer by"), .text("State"), .text("Request"))
      for one in found {
        table.add(
          clock.show(one.requestedAt, facility: one.request.facilityID), one.patientName, one.from, one.to,
          one.request.stage.rawValue, one.requestedBy, one.answeredBy ?? one.askedOf, one.state.rawValue,
          one.request.id.description)
      }
      return table.text(style)
    }
  }
}
