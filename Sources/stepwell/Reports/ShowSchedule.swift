import ArgumentParser
import Clinic
import Foundation
import Records
import Reports
import Service

/// Shows a report that is made again and again.
struct ShowSchedule: ClinicCommand {
  static let need = Need.permission(.reportRun)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a scheduled report, when it is made next, and how the last time went.",
    discussion: """
      Examples:
        stepwell report schedule show $SCHEDULE
        stepwell report schedule show $SCHEDULE --json
      """)

  @Argument(help: "The schedule's identifier.") var id: ReportSchedule.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let schedule = try await desk.records.schedule(id, as: desk.caller)
    try desk.output.show(ReportScheduleRepresentation(schedule)) { schedule.text($0) }
  }
}

extension ReportSchedule {
  /// What it makes, when and into which folder, for people.
  fileprivate func text(_ style: Style) -> String {
    var lines = KeyValues()
    lines.add("schedule", id.description)
    lines.add("report", name)
    lines.add("when", "\(rhythm.words), \(zone.identifier)")
    lines.add("forms", forms.map(\.rawValue).joined(separator: ", "))
    lines.add("folder", folder)
    lines.add("outputs kept", "\(keep)")
    lines.add("state", state.rawValue)
    lines.add("next", (retryAt ?? nextAt).formatted(.iso8601))
    lines.add("last", lastAt?.formatted(.iso8601) ?? "never")
    lines.add("failed", failure)
    lines.add("set up by", createdBy)
    return lines.text(style)
  }
}
