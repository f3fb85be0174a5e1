import ArgumentParser
import Clinic
import Records
import Service

/// Takes back a move that is planned.
struct Withdraw: ClinicCommand {
  static let need = Need.permission(.episodeMove)
  static let configuration = CommandConfiguration(
    abstract: "Take back a move that is planned and has not happened.",
    discussion: """
      A planned admission that is taken back takes the whole episode with it. What has happened is corrected instead: \
      stepwell stage correct.

      Examples:
        stepwell stage withdraw --patient $PATIENT
        stepwell stage withdraw $EPISODE --move 4 --reason 'family came earlier'
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "The move: its number or identifier in stage history, or last.") var move = "last"
  @Option(help: "Why.") var reason: String?
  @Option(help: "Only if the episode still has this version.") var ifVersion: Int32?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let record = try await episode.find(at: desk)
    let move = try await desk.move(self.move, of: record.episode.id)
    let outcome = try await desk.records.withdraw(
      move, reason: try reason.note("reason"), in: record.episode.id, version: ifVersion, as: desk.caller)
    try desk.output.show(WithdrawalRepresentation(outcome)) { _ in
      outcome.isVoid ? "The planned admission is taken back.\n" : "The planned move is taken back.\n"
    }
  }
}

extension Desk {
  /// The move of this number or identifier, or the last.
  func move(_ name: String, of episode: Episode.ID) async throws -> Move.ID {
    let moves = try await records.run(
      as: caller, Action(.episodeRead, subject: episode.rawValue), Moves.of(episode))
    let found = moves.first { "\($0.move.sequence)" == name || $0.move.id.description == name.lowercased() }
    guard let found = name == "last" ? moves.last : found else {
      throw Complaint(
        .notFound, "not-found", "The episode has no such move: \(name).",
        remedy: "See them with their numbers: stepwell stage history")
    }
    return found.move.id
  }
}
