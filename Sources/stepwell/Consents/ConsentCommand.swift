import ArgumentParser

/// What patients signed.
struct ConsentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consent",
    abstract: "Record what patients signed, and revoke it.",
    discussion: """
      Examples:
        stepwell consent record $PATIENT
        stepwell consent record $PATIENT --file consent.json
        stepwell consent revoke $CONSENT --preview
      """,
    subcommands: [RecordConsent.self, ListConsents.self, ShowConsent.self, RevokeConsent.self])
}
