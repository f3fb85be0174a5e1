import ArgumentParser

/// What patients asked not to be disclosed.
struct RestrictionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restriction",
    abstract: "Record what patients asked not to be disclosed.",
    discussion: """
      Examples:
        stepwell restriction record $PATIENT --category contacts --agreed --answer 'we agree'
        stepwell restriction list $PATIENT
      """,
    subcommands: [RecordRestriction.self, ListRestrictions.self])
}
