import ArgumentParser
import Clinic

/// Ends an episode that was completed.
struct Complete: ClinicCommand {
  static let need = Need.permission(.episodeMove)
  static let configuration = CommandConfiguration(
    abstract: "End an episode because treatment is completed.",
    discussion: """
      For TEDS this is a discharge with reason 01.

      Examples:
        stepwell stage complete --patient $PATIENT
        stepwell stage complete $EPISODE --at 'yesterday 11:00' --if-version 4
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup var move: MoveOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.move(.complete, episode, move, clock: clock)
  }
}
