import ArgumentParser
import Clinic
import Records
import Reports

/// Pauses a scheduled report.
struct PauseSchedule: ClinicCommand {
  static let need = Need.permission(.reportSchedule)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract: "Pause a scheduled report; what goes by meanwhile is not caught up.",
    discussion: """
      Examples:
        stepwell report schedule pause $SCHEDULE
      """)

  @Argument(help: "The schedule's identifier.") var id: ReportSchedule.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.setSchedule(id, to: .paused, as: desk.caller)
    try desk.output.show(["id": id.description, "state": "paused"]) { _ in "The schedule is paused.\n" }
  }
}
