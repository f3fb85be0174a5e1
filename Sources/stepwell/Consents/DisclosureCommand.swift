import ArgumentParser

/// Records that leave the clinic.
struct DisclosureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disclosure",
    abstract: "Give out records, and account for it.",
    discussion: """
      Examples:
        stepwell disclosure make --file release.json
        stepwell disclosure list $PATIENT --years 6
      """,
    subcommands: [MakeDisclosure.self, ListDisclosures.self])
}
