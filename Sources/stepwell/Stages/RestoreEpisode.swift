import ArgumentParser
import Clinic
import Records
import Service

/// Puts back an episode that was taken out as a whole.
struct RestoreEpisode: ClinicCommand {
  static let need = Need.permission(.episodeCorrect)
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put back an episode that was taken out as a whole.",
    discussion: """
      For an episode whose admission was corrected as having never happened, or was planned and withdrawn, and that should \
      not have been. Its moves, stays and beds are again as they were just before; where somebody else has a bed since, \
      nothing changes, and it is said who and until when.

      Examples:
        stepwell stage restore $EPISODE --reason 'the right person after all'
      """)

  @Argument(help: "The episode's identifier, as the correction told it.") var episode: Episode.ID
  @Option(help: "Why.") var reason: String
  @Option(help: "Only if the episode still has this version.") var ifVersion: Int32?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let outcome = try await desk.records.restore(
      episode, reason: try Note(reason, field: "reason"), version: ifVersion, as: desk.caller)
    try desk.output.show(RestorationRepresentation(outcome)) { _ in
      "The episode counts again: \(outcome.state.words).\n"
    }
  }
}
