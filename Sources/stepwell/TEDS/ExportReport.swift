import ArgumentParser
import Clinic
import Foundation
import Interchange
import Records
import Service

/// Makes the submission of a month and writes its files.
struct ExportReport: ClinicCommand {
  static let need = Need.permission(.tedsExport)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Make the submission of a month and write its two files.",
    discussion: """
      What the state does not have is added (A), what it has differently changed (C), and what it has and is no longer so \
      deleted (D), from the first month that a facility reports up to the end of this one. Made again without a change, it \
      is the same submission with the same bytes. Records with a fatal fault are withheld: see stepwell teds check. The files \
      hold personal data and only their owner may read them; their names hold none.

      Examples:
        stepwell teds export --month 2026-10 --out extracts
        stepwell teds export --submission 3 --out extracts
      """)

  @Option(help: ArgumentHelp("The month up to the end of which it tells.", valueName: "year-month"))
  var month: String?
  @Option(help: "Only these facilities, by short name; all that report and that you work in without.")
  var facility: [String] = []
  @Option(help: "Write the files of an earlier submission again, by its number.") var submission: Int32?
  @Option(help: "The folder for the files; it is made where it is missing.", completion: .directory) var out:
    String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (month == nil) != (submission == nil) else {
      throw ValidationError("Give --month, or the --submission to write again.")
    }
  }

  func run(at desk: Desk) async throws {
    let report = TEDSReport(desk.records, as: desk.caller)
    let made = try await made(by: report, at: desk)
    let files = try await report.write(made, into: URL(filePath: out))
    try desk.output.show(TEDSSubmissionRepresentation(made)) { style in
      var lines = KeyValues()
      lines.add("submission", "\(made.number), \(made.month)")
      lines.add("added", made.answers.added.formatted())
      lines.add("changed", made.answers.changed.formatted())
      lines.add("deleted", made.answers.deleted.formatted())
      lines.add("withheld", made.withheld.formatted())
      for file in files { lines.add("file", file.path) }
      return lines.text(style)
        + (made.withheld > 0 ? "See what withholds them: stepwell teds check --month \(made.month)\n" : "")
    }
  }

  private func made(by report: TEDSReport, at desk: Desk) async throws -> TEDSSubmission {
    if let submission {
      let found = try await desk.records.run(
        as: desk.caller, Action("teds.submissions", needs: .tedsExport),
        TEDSSubmissions.find(number: submission))
      guard let found else { throw NotFound("submission") }
      return found
    }
    let month = try TEDSMonth(month ?? "")
    let known = facility.isEmpty ? [] : try await desk.facilities()
    let facilities = try facility.map { try desk.facility($0, among: known).facility.id }
    let bar = ProgressBar()
    defer { bar.end() }
    return try await report.export(month, of: facilities.isEmpty ? nil : facilities, id: desk.new()) {
      $0.show(bar)
    }
  }
}
