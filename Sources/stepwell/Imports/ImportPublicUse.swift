import ArgumentParser
import Clinic
import Foundation
import Interchange
import Records

/// Imports a TEDS public-use file.
struct ImportPublicUse: Answering {
  static let need = Need.permission(.importRun)
  static let configuration = CommandConfiguration(
    commandName: "teds-puf",
    abstract: "Import admissions from a TEDS-A public-use file.",
    discussion: """
      They stand apart from the clinic's own episodes, because they are nobody's chart. A missing value (-9) is kept as \
      missing with its reason.

      Examples:
        stepwell import teds-puf tedsa_puf_2017.csv
        stepwell import teds-puf tedsa_puf_2017.csv --dry-run --errors errors.csv --json
      """)

  @OptionGroup var options: ImportOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) async throws {
    try await Desk.use(place, output, need: Self.need, source: .dataImport, purpose: .operations) { desk in
      let bar = ProgressBar()
      defer { bar.end() }
      let summary = try await PublicUseImport(desk.records, as: desk.caller).run(
        file: options.fileURL, errors: options.errorsURL, dryRun: options.dryRun
      ) { $0.show(bar) }
      bar.end()
      try options.show(summary, output)
    }
  }
}
