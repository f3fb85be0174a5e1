import ArgumentParser

/// Who did what, and proof of it.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Read the audit trail, and prove that nobody changed it.",
    discussion: """
      Examples:
        stepwell audit who-saw --patient MRN-000123
        stepwell audit search --outcome denied
        stepwell audit verify
        stepwell audit archive --before 2026-01 --to /srv/archive
      """,
    subcommands: [WhoSaw.self, SearchAudit.self, ShowSeal.self, VerifyAudit.self, ArchiveAudit.self])
}
