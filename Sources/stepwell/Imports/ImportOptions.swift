import ArgumentParser
import Foundation
import Interchange
import Records

/// What both imports have in common.
struct ImportOptions: ParsableArguments {
  @Argument(help: "The CSV file.", completion: .file(extensions: ["csv"])) var file: String
  @Flag(help: "Check and store everything, then undo it.") var dryRun = false
  @Option(
    help: ArgumentHelp("Write what was refused here, one fault a line.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var errors: String?

  var fileURL: URL { URL(filePath: file) }
  var errorsURL: URL? { errors.map { URL(filePath: $0) } }

  /// Shows what became of the file; refused rows make the status 65.
  func show(_ summary: ImportSummary, _ output: Output) throws {
    try output.show(summary) { style in
      var lines = KeyValues()
      lines.add("read", summary.read.formatted())
      lines.add(dryRun ? "would store" : "stored", summary.stored.formatted())
      lines.add("unchanged", summary.unchanged.formatted())
      lines.add("rejected", summary.rejected.formatted())
      if summary.rejected > 0 {
        lines.add("see", errors ?? "run it again with --errors FILE to see why")
      }
      return lines.text(style)
    }
  }
}

extension ImportProgress {
  func show(_ bar: ProgressBar) {
    bar.show(phase.rawValue, rows, of: total, perSecond: rowsPerSecond)
  }
}
