import ArgumentParser
import Clinic
import Records
import Reports
import Service

/// Makes a report and keeps it.
struct KeepReport: ClinicCommand {
  static let need = Need.permission(.reportRun)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Make a report and keep it, so that it can be made again with the same bytes.",
    discussion: """
      The instant at which it is known is fixed: what is written later changes nothing about it.

      Examples:
        stepwell report run retention_by_stage
        stepwell report run --file ours.yaml --as-of 2026-06-01 --keep-members
      """)

  @OptionGroup var definition: DefinitionOptions
  @OptionGroup var moment: MomentOptions
  @Flag(help: "Also keep who was in it.") var keepMembers = false
  @OptionGroup var time: TimeLimitOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let (text, file) = try definition.text()
    let clock = try await desk.wallClock(clock)
    let (run, _) = try await desk.records.keepReport(
      desk.new(), of: text, file: file, asOf: clock.read(moment.asOf, "as_of"),
      knownAt: clock.read(moment.knownAt, "known_at"), keepingMembers: keepMembers,
      within: time.limit, as: desk.caller)
    try desk.output.show(ReportRunRepresentation(run)) { [run].table(clock.facilities).text($0) }
  }
}
