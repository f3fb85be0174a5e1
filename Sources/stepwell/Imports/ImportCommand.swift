import ArgumentParser

/// Records from files of others.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take treatment episodes in from files.",
    discussion: """
      Examples:
        stepwell import teds episodes.csv --dry-run --errors errors.csv
        stepwell import teds-extract admissions.txt discharges.txt
        stepwell import teds-puf tedsa_puf_2017.csv
      """,
    subcommands: [ImportTEDS.self, ImportExtract.self, ImportPublicUse.self])
}
