import ArgumentParser

/// Reports that are kept.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Keep reports, make them again, and explain why a figure changed.",
    discussion: """
      Examples:
        stepwell report run retention_by_stage
        stepwell report list
        stepwell report rerun $RUN
        stepwell report diff $RUN $OTHER --people
      """,
    subcommands: [
      KeepReport.self, ListReports.self, ShowReport.self, RepeatReport.self, ExplainReports.self,
      ScheduleCommand.self,
    ])
}
