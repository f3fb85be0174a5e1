import ArgumentParser

/// The houses of the organization.
struct FacilityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "facility",
    abstract: "List facilities, open new ones, and load their units and beds from a file.",
    discussion: """
      Examples:
        stepwell facility list
        stepwell facility open north --name 'North House' --zone America/New_York --beds detox=6 --beds residential=12
        stepwell facility print > facilities.yaml
        stepwell facility load facilities.yaml --preview
      """,
    subcommands: [ListFacilities.self, OpenFacility.self, LoadFacilities.self, PrintFacilities.self])
}
