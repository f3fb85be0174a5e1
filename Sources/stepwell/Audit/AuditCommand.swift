import ArgumentParser

/// Who did what, and proof of it.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Read the audit trail, and prove that nobody changed it.",
    discussion: """
      Examples:
        stepwell audit seal
        stepwell audit verify
      """,
    subcommands: [ShowSeal.self, VerifyAudit.self])
}
