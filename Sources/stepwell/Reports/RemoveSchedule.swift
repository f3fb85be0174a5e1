import ArgumentParser
import Clinic
import Records
import Reports

/// Removes a scheduled report.
struct RemoveSchedule: ClinicCommand {
  static let need = Need.permission(.reportSchedule)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove a scheduled report; its outputs stay where they are.",
    discussion: """
      Examples:
        stepwell report schedule remove $SCHEDULE
      """)

  @Argument(help: "The schedule's identifier.") var id: ReportSchedule.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.setSchedule(id, to: .removed, as: desk.caller)
    try desk.output.show(["id": id.description, "state": "removed"]) { _ in "The schedule is removed.\n" }
  }
}
