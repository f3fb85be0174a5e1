import ArgumentParser
import Clinic
import Foundation
import Records
import Reports
import Service

/// Lists the reports that are made again and again.
struct ListSchedules: ClinicCommand {
  static let need = Need.permission(.reportRun)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the scheduled reports, when they are made next, and how the last time went.",
    discussion: """
      Examples:
        stepwell report schedule list
        stepwell report schedule list --json
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let found = try await desk.records.run(
      as: desk.caller, Action("report.schedule.list", needs: .reportRun), ReportSchedule.all)
    try desk.output.show(found.map(ReportScheduleRepresentation.init)) { style in
      found.isEmpty ? "No report is scheduled.\n" : found.table.text(style)
    }
  }
}

extension [ReportSchedule] {
  /// One line a schedule.
  var table: Table {
    var table = Table(
      .text("Schedule"), .text("Report", limit: 28), .text("When", limit: 40), .text("Folder", limit: 24),
      .text("State"),
      .text("Next"), .text("Last"), .text("Failed", limit: 48))
    for one in self {
      table.add(
        one.id.description, one.name, "\(one.rhythm.words), \(one.zone.identifier)", one.folder,
        one.state.rawValue, (one.retryAt ?? one.nextAt).formatted(.iso8601),
        one.lastAt?.formatted(.iso8601) ?? "never", one.failure ?? "")
    }
    return table
  }
}

extension ReportSchedule {
  /// Why, how often and when it failed; nil when it went well.
  var failure: String? {
    lastFault.map { code in
      "\(code), \(faults == 1 ? "once" : "\(faults) times"), at \(lastEndedAt?.formatted(.iso8601) ?? "")"
    }
  }
}
