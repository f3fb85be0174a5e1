import ArgumentParser
import Clinic

/// Shows everything that the end of one stay depends on.
struct ShowStepDown: ClinicCommand {
  static let need = Need.permission(.episodeRead)
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what is settled and what is missing for the end of one stay.",
    discussion: """
      Examples:
        stepwell step-down show --patient $PATIENT
        stepwell step-down show $EPISODE --json
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    try await desk.showStepDown(of: desk.openStay(of: episode).id, clock)
  }
}
