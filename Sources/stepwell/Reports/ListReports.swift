import ArgumentParser
import Clinic
import Foundation
import Records
import Reports
import Service

/// Lists the reports that are kept.
struct ListReports: ClinicCommand {
  static let need = Need.permission(.reportRun)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the reports that are kept, the newest first.",
    discussion: """
      Examples:
        stepwell report list
        stepwell report list --name retention_by_stage --json
      """)

  @Option(help: "Only those of this definition.") var name: String?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let (runs, facilities) = try await desk.records.run(
      as: desk.caller, Action("report.list", needs: .reportRun), ReportRun.list(of: name), Facilities.all)
    try desk.output.show(runs.map(ReportRunRepresentation.init)) { style in
      runs.isEmpty ? "No report is kept.\n" : runs.table(facilities).text(style)
    }
  }
}

extension [ReportRun] {
  /// One line a run.
  func table(_ facilities: [FacilityRecord]) -> Table {
    var table = Table(
      .text("Run"), .text("Report", limit: 30), .text("As of"), .text("Known at"), .number("Count"),
      .text("Where"),
      .text("By"))
    for run in self {
      let places = run.facilities?.map { id in
        facilities.first { $0.facility.id == id }?.slug ?? "\(id)"
      }
      table.add(
        run.id.description, run.name, run.asOf.formatted(.iso8601), run.knownAt.formatted(.iso8601),
        "\(run.count)",
        places?.joined(separator: " ") ?? "everywhere", run.madeBy)
    }
    return table
  }
}
