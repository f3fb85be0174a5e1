import ArgumentParser

/// Who may open which chart.
struct ChartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chart",
    abstract: "Restrict charts, open them in an emergency, and review that.",
    discussion: """
      Examples:
        stepwell chart restrict $PATIENT --reason 'known to the staff'
        stepwell chart break-glass --patient $PATIENT --reason 'found unconscious in the yard'
        stepwell chart reviews
      """,
    subcommands: [
      RestrictChart.self, LiftRestriction.self, BreakGlass.self, ListReviews.self, ReviewGlass.self,
    ])
}
