import ArgumentParser

/// Questionnaires and scales that were answered, and their scores.
struct ScreeningCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screening",
    abstract: "Record questionnaires and read their scores.",
    discussion: """
      Which there are: stepwell instrument list.

      Examples:
        stepwell screening record --instrument phq_9 --patient $PATIENT
        stepwell screening show --patient $PATIENT
        stepwell screening trend $PATIENT phq_9
      """,
    subcommands: [
      RecordScreening.self, ShowScreenings.self, CorrectScreening.self, EnterScreeningInError.self,
      ShowScreeningHistory.self, ShowTrend.self, RescoreScreenings.self,
    ],
    aliases: ["screen"])
}
