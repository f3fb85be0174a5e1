import ArgumentParser

/// The report to the state.
struct TEDSCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teds",
    abstract: "Report treatment episodes to the state: check, send, take in what it answers.",
    discussion: """
      What leaves is a disclosure: it needs the right to it, and stands in the trail and in the accounting of everybody it \
      tells of.

      Examples:
        stepwell teds enrol north --state NY --provider NY00123 --agency 'State office' --authority 'State law 1' --from 2026-01
        stepwell teds check --month 2026-10
        stepwell teds export --month 2026-10 --out extracts
        stepwell teds acknowledge answers.csv
      """,
    subcommands: [
      EnrolFacility.self, ListReporters.self, CheckReport.self, ExportReport.self, ListSubmissions.self,
      AcknowledgeReport.self, ReadRecords.self,
    ])
}
