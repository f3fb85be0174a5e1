import ArgumentParser
import Clinic
import Records
import Service

/// Says what is now said of an authorization.
struct AmendAuthorization: ClinicCommand {
  static let need = Need.permission(.authorizationRecord)
  static let configuration = CommandConfiguration(
    commandName: "amend",
    abstract: "Decide, extend or shorten an authorization, or say that it was entered in error.",
    discussion: """
      What is not named stays as it was; what was said before stays readable as known then.

      Examples:
        stepwell authorization amend $AUTHORIZATION --decision approved --reference A-101
        stepwell authorization amend $AUTHORIZATION --through 2026-07-07
      """)

  @Argument(help: "The authorization's identifier.") var authorization: Authorization.ID
  @Option(help: "What is said now.") var decision: Authorization.Decision?
  @Option(help: "The payer's number.") var reference: String?
  @Option(help: "The first day.") var from: Day?
  @Option(help: "The last day, which is authorized too.") var through: Day?
  @Option(help: "Why.") var reason: String?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let found = try await desk.records.run(
      as: desk.caller, Action("authorization.read", needs: .episodeRead, subject: authorization.rawValue),
      Authorizations.find(authorization))
    guard let old = found else { throw NotFound("authorization") }
    let amended = try Authorization(
      id: old.id, episodeID: old.episodeID, payer: old.payer,
      reference: try reference.line("reference") ?? old.reference, level: old.level,
      firstDay: from ?? old.firstDay, lastDay: through ?? old.lastDay, decision: decision ?? old.decision,
      reason: try reason.line("reason") ?? old.reason)
    try await desk.records.amend(amended, as: desk.caller)
    try desk.output.show(AuthorizationRepresentation(amended)) { [amended].table.text($0) }
  }
}
