import ArgumentParser
import Clinic

/// Ends an episode before it is completed.
struct Discharge: ClinicCommand {
  static let need = Need.permission(.episodeMove)
  static let configuration = CommandConfiguration(
    abstract: "End an episode that was not completed.",
    discussion: """
      The reason is one of TEDS, in words or by its code; 'completed' is the command stage complete. What was planned \
      beyond the end is withdrawn with it. After a death nothing can follow, and holds for the person end.

      Examples:
        stepwell stage discharge --patient $PATIENT --because left-against-advice
        stepwell stage discharge $EPISODE --because 04 --at '2026-06-15 09:00'
        stepwell stage discharge $EPISODE --because 14 --at 'in 2 days' --planned
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "Why it ended, in words or by the TEDS code.") var because: DischargeReason
  @OptionGroup var move: MoveOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.move(.discharge, episode, move, clock: clock, dischargeReason: because)
  }
}
