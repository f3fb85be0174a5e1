import ArgumentParser

/// The way of a person through detox, residential and aftercare.
struct StageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stage",
    abstract: "Admit, move and discharge, and put a wrong move right.",
    discussion: """
      Every move is written to a ledger that only grows; what the stage rules do not allow ends with status 65. A move may \
      be entered late (--at an earlier time) wherever the ledger still makes sense with it, and planned ahead (--planned): \
      then it counts from its time on, and can be withdrawn until then. Of one instant, the move written later counts as \
      the later.

      Examples:
        stepwell stage admit --patient $PATIENT --to detox --level 3.7 --bed detox/D-01
        stepwell stage history --patient $PATIENT
      """,
    subcommands: [
      Admit.self, MoveOn.self, Leave.self, Return.self, Complete.self, Discharge.self, Withdraw.self,
      CorrectMove.self, RestoreEpisode.self, MoveHistory.self, RulesCommand.self,
    ])
}
