import ArgumentParser
import Clinic
import Foundation
import Interchange
import Records

/// Imports the files of submissions to a state.
struct ImportExtract: Answering {
  static let need = Need.permission(.importRun)
  static let configuration = CommandConfiguration(
    commandName: "teds-extract",
    abstract: "Import the files of TEDS submissions: admission and discharge records of fixed width.",
    discussion: """
      Files are read in the order in which they are given, so that changes (C) and deletions (D) count; a discharge needs its \
      admission in one of them. A line that is refused is reported with its columns and element, and the others are stored. \
      A second run changes nothing.

      Examples:
        stepwell import teds-extract admissions.txt discharges.txt --dry-run --errors errors.csv
        stepwell import teds-extract extracts/*.txt --json
      """)

  @Argument(help: "The files, the earliest first.", completion: .file(extensions: ["txt"])) var files:
    [String]
  @Flag(help: "Check and store everything, then undo it.") var dryRun = false
  @Option(
    help: ArgumentHelp("Write what was refused here, one fault a line.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var errors: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) async throws {
    try await Desk.use(place, output, need: Self.need, source: .dataImport, purpose: .operations) { desk in
      let bar = ProgressBar()
      defer { bar.end() }
      let zone = clock.zone.flatMap(TimeZone.init(identifier:)) ?? .gmt
      let summary = try await TEDSExtractImport(desk.records, as: desk.caller, timeZone: zone).run(
        files: files.map { URL(filePath: $0) }, errors: errors.map { URL(filePath: $0) }, dryRun: dryRun
      ) { $0.show(bar) }
      bar.end()
      try output.show(summary) { style in
        var lines = KeyValues()
        lines.add("read", summary.read.formatted())
        lines.add(dryRun ? "would store" : "stored", summary.stored.formatted())
        lines.add("unchanged", summary.unchanged.formatted())
        lines.add("rejected", summary.rejected.formatted())
        if summary.rejected > 0 { lines.add("see", errors ?? "run it again with --errors FILE to see why") }
        return lines.text(style)
      }
    }
  }
}
