import ArgumentParser
import Clinic
import Records
import Reports

/// Lets a scheduled report go on.
struct ResumeSchedule: ClinicCommand {
  static let need = Need.permission(.reportSchedule)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Let a scheduled report go on.",
    discussion: """
      Examples:
        stepwell report schedule resume $SCHEDULE
      """)

  @Argument(help: "The schedule's identifier.") var id: ReportSchedule.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.setSchedule(id, to: .active, as: desk.caller)
    try desk.output.show(["id": id.description, "state": "active"]) { _ in "The schedule is active.\n" }
  }
}
