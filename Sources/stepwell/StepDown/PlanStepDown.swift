import ArgumentParser
import Clinic
import Foundation
import Records

/// Plans the end of a stay.
struct PlanStepDown: ClinicCommand {
  static let need = Need.permission(.stepDownWork)
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Say when a stay ends, what comes next and how the person gets there.",
    discussion: """
      What is not named stays as it was; --clear opens a part again.

      Examples:
        stepwell step-down plan --patient $PATIENT --ends 'in 36 hours' --next residential --level 3.5
        stepwell step-down plan --patient $PATIENT --transport family --transport-note 'her sister, 09:00'
        stepwell step-down plan --patient $PATIENT --destination 'Zz House' --clear next
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(parsing: .unconditional, help: "When the stay is expected to end.") var ends: String?
  @Option(help: "Who says so: clinician or protocol.") var basis: StepDownPlan.Basis?
  @Option(help: "The stage that comes next.") var next: Stage?
  @OptionGroup var level: LevelOptions
  @Option(help: "Where the person goes, if that is none of our facilities.") var destination: String?
  @Option(help: "How the person gets there.") var transport: StepDownPlan.Transport?
  @Option(help: "Who drives, and when.") var transportNote: String?
  @Option(help: "A part that is open again; may be given several times.") var clear: [StepDownPart] = []
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    if level.level != nil, next == nil {
      throw ValidationError("--level belongs to --next: say which stage comes next.")
    }
    if basis != nil, ends == nil {
      throw ValidationError("--basis belongs to --ends: say when the stay ends.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let stay = try await desk.openStay(of: episode)
    let end = try clock.read(ends, "ends", facility: record.episode.facilityID)
    let change = StepDownPlan(
      expectedEnd: end.map { .init(at: $0, basis: basis ?? .clinician) }, nextStage: next,
      nextLevel: try next.flatMap { try level.level(for: $0) },
      destination: try destination.line("destination"),
      transport: transport, transportNote: try transportNote.line("transport_note"))
    _ = try await desk.records.plan(change, clearing: Set(clear), for: stay.id, as: desk.caller)
    try await desk.showStepDown(of: stay.id, clock)
  }
}

extension StepDownPlan.Basis: ExpressibleByArgument {}
extension StepDownPlan.Transport: ExpressibleByArgument {}
extension StepDownPart: ExpressibleByArgument {}
