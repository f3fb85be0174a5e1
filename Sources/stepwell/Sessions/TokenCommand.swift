import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Tokens for programs.
struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Issue tokens for programs.",
    discussion: """
      Examples:
        stepwell token issue 'night report' --permission report.run --days 30

      Tokens are listed and ended like sessions: stepwell session list, stepwell session end.
      """,
    subcommands: [IssueToken.self])
}

/// Issues one.
struct IssueToken: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "issue",
    abstract: "Issue a token that may do a few of the things that you may; it is shown once.",
    discussion: """
      Examples:
        stepwell token issue 'night report' --permission report.run --days 30
        stepwell token issue 'bed screen' --permission board.read --permission bed.read --json
      """)

  @Argument(help: "What it is for.") var label: String
  @Option(help: "What it may do; may be given several times.") var permission: [Permission]
  @Option(help: "How many days it lasts.") var days = 90
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...366).contains(days) else { throw ValidationError("--days goes from 1 to 366.") }
  }

  func run(at desk: Desk) async throws {
    let line = try Line(label, field: "label")
    let end = desk.now.addingTimeInterval(Double(days) * 86_400)
    let (id, token) = try await desk.records.issueToken(
      label: line, permissions: Set(permission), until: end, as: desk.caller)
    try desk.output.show(
      TokenRepresentation(id: id, token: token, label: line, permissions: Set(permission), expiresAt: end)
    ) { _ in
      "\(token.text)\n\nIt is shown once, and ends in \(days) days, or with: stepwell session end \(id)\n"
    }
  }
}

extension Permission: ExpressibleByArgument {}
