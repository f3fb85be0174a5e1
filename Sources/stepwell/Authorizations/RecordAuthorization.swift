import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Writes down what a payer was asked, or said.
struct RecordAuthorization: ClinicCommand {
  static let need = Need.permission(.authorizationRecord)
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Write down what a payer was asked or said about a level of care.",
    discussion: """
      Days are days of the facility, and the last one is authorized too. Ends with status 75 when some of the days are       authorized at the level already.

      Examples:
        stepwell authorization record --patient $PATIENT --payer 'Zz Health' --level 3.5 --from 2026-06-17 \\
          --through 2026-06-30 --decision requested
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "Who pays.") var payer: String
  @Option(help: ArgumentHelp("The level of care, by its ASAM code.", valueName: "code")) var level: String
  @Option(help: "The edition of the code; without it the newest that has the code.") var edition:
    LevelOfCare.Edition?
  @Option(help: "The first day.") var from: Day
  @Option(help: "The last day, which is authorized too.") var through: Day
  @Option(help: "What was said.") var decision: Authorization.Decision
  @Option(help: "The payer's number.") var reference: String?
  @Option(help: "Why, where that was said.") var reason: String?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let record = try await episode.find(at: desk)
    let authorization = try Authorization(
      id: desk.new(), episodeID: record.episode.id, payer: Line(payer, field: "payer"),
      reference: try reference.line("reference"), level: try LevelOfCare(code: level, edition: edition),
      firstDay: from, lastDay: through, decision: decision, reason: try reason.line("reason"))
    try await desk.records.record(authorization, as: desk.caller)
    try desk.output.show(AuthorizationRepresentation(authorization)) { [authorization].table.text($0) }
  }
}

extension Authorization.Decision: ExpressibleByArgument {}
extension Day: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(argument) }
}

extension LevelOfCare {
  /// A level by its code; without an edition the newest that has it, and an unknown code is left for the rules to refuse.
  init(code: String, edition: Edition?) throws {
    let known = try LevelCatalogue.shipped().entries.map(\.level).filter {
      $0.code == code.uppercased() && (edition == nil || $0.edition == edition)
    }
    self =
      known.max { $0.edition.rawValue < $1.edition.rawValue }
      ?? LevelOfCare(edition: edition ?? .fourth, code: code)
  }
}

extension [Authorization] {
  var table: Table {
    var table = Table(
      .text("From", limit: 10), .text("Through", limit: 10), .text("Level", limit: 8),
      .text("Decision", limit: 12),
      .text("Payer", limit: 14), .text("Authorization"))
    for authorization in self {
      table.add(
        "\(authorization.firstDay)", "\(authorization.lastDay)", authorization.level.code,
        authorization.decision.rawValue, authorization.payer.rawValue, authorization.id.description)
    }
    return table
  }
}
