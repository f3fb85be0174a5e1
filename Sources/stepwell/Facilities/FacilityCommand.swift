import ArgumentParser

/// The houses of the organization.
struct FacilityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "facility",
    abstract: "List facilities and open new ones.",
    discussion: """
      Examples:
        stepwell facility list
        stepwell facility open north --name 'North House' --zone America/New_York --beds detox=6 --beds residential=12
      """,
    subcommands: [ListFacilities.self, OpenFacility.self])
}
