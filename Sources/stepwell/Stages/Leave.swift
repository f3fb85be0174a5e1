import ArgumentParser
import Clinic

/// Lets a person go on leave, and keeps the bed.
struct Leave: ClinicCommand {
  static let need = Need.permission(.episodeMove)
  static let configuration = CommandConfiguration(
    abstract: "Let a person go on leave and keep the bed.",
    discussion: """
      The rules ask for a reason.

      Examples:
        stepwell stage leave --patient $PATIENT --reason 'a funeral'
        stepwell stage leave $EPISODE --reason 'to the dentist' --at '2 hours ago'
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup var move: MoveOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.move(.leave, episode, move, clock: clock)
  }
}
