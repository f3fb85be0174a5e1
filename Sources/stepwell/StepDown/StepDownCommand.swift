import ArgumentParser

/// The way down the steps: what has to be settled before somebody goes on.
struct StepDownCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "step-down",
    abstract: "See who leaves a stage when and what is missing for it; plan, hand over.",
    discussion: """
      Most people who leave detox get no next care. The list is the first thing of the day: each line is something that is \
      missing, whose job it is, and by when.

      Examples:
        stepwell step-down list
        stepwell step-down plan --patient $PATIENT --ends 'tomorrow 10:00' --next residential --level 3.5
        stepwell step-down offer --patient $PATIENT --to grace
      """,
    subcommands: [
      ListStepDown.self, ShowStepDown.self, PlanStepDown.self, OwnStepDown.self, OfferHandOff.self,
      AnswerHandOff.self, ShowContinuity.self,
    ])
}
