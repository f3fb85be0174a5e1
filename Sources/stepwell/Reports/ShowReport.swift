import ArgumentParser
import Clinic
import Foundation
import Records
import Reports
import Service

/// Shows a kept report as it was made.
struct ShowReport: ClinicCommand {
  static let need = Need.permission(.reportRun)
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a kept report, as it was made then.",
    discussion: """
      Examples:
        stepwell report show $RUN
        stepwell report show $RUN --json
      """)

  @Argument(help: "The run's identifier.") var id: ReportRun.ID
  @OptionGroup var use: PurposeOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) async throws {
    try await Desk.use(place, output, need: Self.need, purpose: use.purpose) { try await run(at: $0) }
  }

  func run(at desk: Desk) async throws {
    let kept = try await desk.records.keptReport(id, as: desk.caller)
    let seesCells = try await desk.records.seesSmallCounts(as: desk.caller)
    if desk.output.isJSON { return try desk.output.write(seesCells ? kept.result : kept.releasedResult) }
    var table = Table(
      .text("Panel"), .text("Measure"), .text("Group"), .text("Figure"), .text("Day"), .number("Value"))
    for line in (seesCells ? kept.figures : kept.releasedFigures).split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
      if cells.count == 6 { table.add(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]) }
    }
    let style = desk.output.style
    let head =
      "as of \(kept.run.asOf.formatted(.iso8601)), as known at \(kept.run.knownAt.formatted(.iso8601))"
    let note = seesCells ? "" : "* is withheld: a small count, or a figure that would give one away.\n"
    try desk.output.write("\(style.heading(kept.run.title))\n\(head)\n\n\(table.text(style))\(note)")
  }
}
