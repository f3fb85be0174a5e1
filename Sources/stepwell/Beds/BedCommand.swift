import ArgumentParser

/// Beds, held and blocked.
struct BedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bed",
    abstract: "List beds, hold one for somebody, block one.",
    discussion: """
      A bed is named by its label (D-01), with its unit or stage (detox/D-01), with its facility (north/detox/D-01), or \
      by its identifier.

      Examples:
        stepwell bed list --free
        stepwell bed hold detox/D-01 --until 'tomorrow 12:00' --patient $PATIENT
      """,
    subcommands: [ListBeds.self, HoldBed.self, BlockBed.self, ReleaseBed.self])
}
