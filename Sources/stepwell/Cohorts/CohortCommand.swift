import ArgumentParser

/// Cohorts and their reports.
struct CohortCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cohort",
    abstract: "Report on cohorts, live and as known at any instant.",
    discussion: """
      Examples:
        stepwell cohort list
        stepwell cohort report retention_by_stage
        stepwell cohort report retention_by_stage --known-at 'yesterday 18:00' --format svg --output curve.svg
      """,
    subcommands: [
      ListCohorts.self, ExplainCohort.self, PrintCohortSQL.self, ReportCohort.self, ListMembers.self,
    ])
}
