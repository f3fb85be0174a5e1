import ArgumentParser
import Clinic
import Foundation
import Records
import Reports
import Service

/// Explains why the figures of two kept reports are not the same.
struct ExplainReports: ClinicCommand {
  static let need = Need.permission(.reportCells)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Explain why a figure changed from one kept report to another.",
    discussion: """
      Every difference has a cause: written down later, corrected, entered in error, put back, happened since, counted \
      in other facilities, asked otherwise. With --people it names them, with the row of the ledger behind each; that \
      takes patient.read, and the audit trail names whom you saw.

      Examples:
        stepwell report diff $RUN $OTHER
        stepwell report diff $RUN $OTHER --people --json
      """)

  @Argument(help: "The first run.") var first: ReportRun.ID
  @Argument(help: "The run that it is compared with.") var other: ReportRun.ID
  @Flag(help: "Name the people behind the difference.") var people = false
  @Option(help: "How many people at most.") var limit = 200
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...10_000).contains(limit) else { throw ValidationError("Give a --limit from 1 to 10000.") }
  }

  func run(at desk: Desk) async throws {
    let difference = try await desk.records.explainReports(from: first, to: other, as: desk.caller)
    let behind =
      people
      ? try await desk.records.peopleBehind(from: first, to: other, limit: limit, as: desk.caller) : nil
    try desk.output.show(ReportDifferenceRepresentation(difference, behind)) { style in
      difference.text(style) + (behind?.text(style) ?? "")
    }
  }
}

extension ReportDifference {
  fileprivate func text(_ style: Style) -> String {
    var text = "\(before.name): \(before.count), then \(after.count).\n"
    if explained.isEmpty {
      text += "Nobody came in, went out or changed.\n"
    } else {
      var table = Table(
        .text("Because"), .number("Came in"), .number("Went out"), .number("Changed"), .number("More ended"))
      for line in explained {
        table.add(line.cause.words, "\(line.came)", "\(line.went)", "\(line.changed)", "\(line.ended)")
      }
      text += "\n" + table.text(style)
    }
    let shown = figures.prefix(40)
    guard !shown.isEmpty else { return text }
    var table = Table(.text("Figure", limit: 60), .number("Then"), .number("Now"))
    for figure in shown { table.add(figure.address, figure.before ?? "–", figure.after ?? "–") }
    text += "\n" + table.text(style)
    if figures.count > shown.count {
      text += "… and \(figures.count - shown.count) more figures; see --json.\n"
    }
    return text
  }
}

extension ReportDifference.People {
  fileprivate func text(_ style: Style) -> String {
    var table = Table(
      .text("Patient"), .text("Name", limit: 24), .text("Change"), .text("Because"), .text("Then", limit: 24),
      .text("Now", limit: 24), .text("Ledger", limit: 60))
    for person in people {
      table.add(
        person.patientID.description, person.name ?? "", person.change.rawValue, person.cause.words,
        person.before?.words ?? "", person.after?.words ?? "", person.row?.words ?? "")
    }
    return "\n" + table.text(style) + (hasMore ? "… and more; raise --limit.\n" : "")
  }
}

extension ReportDifference.Person.Side {
  fileprivate var words: String {
    let end = ends.map { String($0.formatted(.iso8601).prefix(10)) } ?? "…"
    return ["\(starts.formatted(.iso8601).prefix(10))–\(end)", panel, group].compactMap { $0 }.joined(
      separator: " ")
  }
}

extension ReportDifference.Person.LedgerRow {
  fileprivate var words: String {
    let told = "known \(knownFrom.formatted(.iso8601))" + (recordedBy.map { " by \($0)" } ?? "")
    return [event, told, reason].compactMap { $0 }.joined(separator: ", ")
  }
}
