import ArgumentParser
import Clinic

/// Lets a person go on leave, and keeps the bed.
struct Leave: ClinicCommand {
  static let need = Need.permission(.episodeMove)
  static let configuration = CommandConfiguration(
    abstract: "Let a person go on leave and keep the bed.",
    discussion: """
      The rules ask for a reason. Who is not back when due is shown as overdue. A leave that is over already is told at \
      once with --back, also when other moves have been entered since.

      Examples:
        stepwell stage leave --patient $PATIENT --reason 'a funeral' --due-back 'in 6 hours'
        stepwell stage leave $EPISODE --reason 'to court' --at 'yesterday 09:00' --back 'yesterday 12:30'
        stepwell stage leave $EPISODE --reason 'to the dentist' --at '2 hours ago'
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup var move: MoveOptions
  @Option(parsing: .unconditional, help: "When the person is expected back.") var dueBack: String?
  @Option(parsing: .unconditional, help: "When the person came back, where that has happened.") var back:
    String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.move(.leave, episode, move, clock: clock) { request, clock, facility in
      request.dueBackAt = try clock.read(dueBack, "due-back", facility: facility)
      request.returnedAt = try clock.read(back, "back", facility: facility)
    }
  }
}
