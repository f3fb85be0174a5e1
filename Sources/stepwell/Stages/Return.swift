import ArgumentParser
import Clinic

/// Takes a person back from leave.
struct Return: ClinicCommand {
  static let need = Need.permission(.episodeMove)
  static let configuration = CommandConfiguration(
    abstract: "Take a person back from leave.",
    discussion: """
      The bed was kept, and is the same.

      Examples:
        stepwell stage return --patient $PATIENT
        stepwell stage return $EPISODE --at 'yesterday 18:30'
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup var move: MoveOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.move(.return, episode, move, clock: clock)
  }
}
