import ArgumentParser

/// Reports that are made again and again.
struct ScheduleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule",
    abstract: "Have reports made every day, week or month, and written into a folder.",
    discussion: """
      The service makes them while it runs, when it is given a --report-root. Small counts are always withheld.

      Examples:
        stepwell report schedule add retention_by_stage --every week --on 1 --at 06:30 --folder weekly-retention
        stepwell report schedule list
        stepwell report schedule pause $SCHEDULE
      """,
    subcommands: [
      AddSchedule.self, ListSchedules.self, ShowSchedule.self, PauseSchedule.self, ResumeSchedule.self,
      RemoveSchedule.self,
    ])
}
