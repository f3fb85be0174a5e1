import ArgumentParser

/// What was measured, and what is due.
struct FlowsheetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowsheet",
    abstract: "See what was measured, what is due, and what to hand over.",
    discussion: """
      Examples:
        stepwell flowsheet show --patient $PATIENT
        stepwell flowsheet due --unit detox
        stepwell flowsheet handover --facility north --since '07:00'
        stepwell flowsheet trend --patient $PATIENT --of ciwa_ar
      """,
    subcommands: [ShowFlowsheet.self, ListDue.self, HandOver.self, DrawTrend.self])
}
