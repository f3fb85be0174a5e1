import ArgumentParser
import Clinic
import Records

/// Names who sees to an item of a stay.
struct OwnStepDown: ClinicCommand {
  static let need = Need.permission(.stepDownWork)
  static let configuration = CommandConfiguration(
    commandName: "own",
    abstract: "Name the member of staff who sees to one item of a stay.",
    discussion: """
      Examples:
        stepwell step-down own --patient $PATIENT --item transport --by grace
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "The item.") var item: StepDownItem
  @Option(help: "The short name of the member of staff.") var by: String
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let colleague = try await desk.records.colleague(by, as: desk.caller)
    let stay = try await desk.openStay(of: episode)
    try await desk.records.own(item, of: stay.id, by: colleague.id, as: desk.caller)
    try await desk.showStepDown(of: stay.id, clock)
  }
}

extension StepDownItem: ExpressibleByArgument {}
