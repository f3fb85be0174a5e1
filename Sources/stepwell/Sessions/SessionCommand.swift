import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Sessions and tokens of whoever typed it.
struct SessionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session",
    abstract: "List and end your sessions and tokens.",
    discussion: """
      Examples:
        stepwell session list
      """,
    subcommands: [ListSessions.self, EndSession.self])
}

/// Lists them.
struct ListSessions: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List your sessions and tokens that have not ended.",
    discussion: """
      Examples:
        stepwell session list
        stepwell session list --json
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let sessions = try await desk.records.run(
      as: desk.caller, Action("session.list", needs: nil), Sessions.mine(at: desk.now))
    try desk.output.show(sessions.map(SessionRepresentation.init)) { style in
      var table = Table(.text("Session"), .text("Kind"), .text("Label", limit: 20), .text("Last used (UTC)"))
      for one in sessions {
        table.add(
          "\(one.id)", one.isCurrent ? "this" : one.kind, one.label ?? "", one.seenAt.text(in: .gmt))
      }
      return table.text(style)
    }
  }
}

/// Ends one.
struct EndSession: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "end",
    abstract: "End one of your sessions or tokens.",
    discussion: """
      Ends with status 66 when none of yours goes by that identifier.

      Examples:
        stepwell session end 0197b2c4-0000-7000-8000-000000000000
      """)

  @Argument(help: "Its identifier, as stepwell session list shows it.") var session: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    guard let id = Session.ID(session) else { throw NotFound("session") }
    try await desk.records.end(id, as: desk.caller)
    try desk.output.show(["ended": "\(id)"]) { _ in "It has ended.\n" }
  }
}
