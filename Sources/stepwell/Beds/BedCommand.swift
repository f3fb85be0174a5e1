import ArgumentParser

/// Beds, held, planned for, blocked and changed.
struct BedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bed",
    abstract: "List beds, hold one, plan an arrival, block one, move a person to another.",
    discussion: """
      A bed is named by its label (D-01), with its unit or stage (detox/D-01), with its facility (north/detox/D-01), or \
      by its identifier.

      Examples:
        stepwell bed list --free
        stepwell bed forecast
        stepwell bed hold detox/D-01 --until 'tomorrow 12:00' --patient $PATIENT
        stepwell bed move D-03 --patient $PATIENT --reason 'nearer to the nurses'
      """,
    subcommands: [
      ListBeds.self, ForecastBeds.self, HoldBed.self, PlanArrival.self, BlockBed.self, ReleaseBed.self,
      MoveBed.self,
    ])
}
