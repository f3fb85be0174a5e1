import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists what is missing for the stays that end.
struct ListStepDown: ClinicCommand {
  static let need = Need.permission(.episodeRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what is missing for the ends of stays, what is due first.",
    discussion: """
      Only stays in detox and residential are listed. A stay whose end nobody knows stands first.

      Examples:
        stepwell step-down list
        stepwell step-down list --facility north --within 48
      """)

  @Option(help: "Only this facility, by short name.") var facility: String?
  @Option(help: "Only what is due within so many hours.") var within: Int?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...10_000).contains(within ?? 1) else { throw ValidationError("--within goes from 1 to 10000.") }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try facility.map { try desk.facility($0, among: clock.facilities).facility.id }
    let stays = try await desk.records.run(
      as: desk.caller, Action("step_down.list", needs: .episodeRead),
      list: StepDowns.all(facility: facility, at: desk.now))
    let policy = try StepDownPolicy.shipped()
    let views = stays.map { StepDownRepresentation($0, policy: policy, at: desk.now) }
      .mostPressing(withinHours: within)
    try desk.output.show(StepDownListRepresentation(views, at: desk.now)) { style in
      let open = views.filter { !$0.view.missing.isEmpty }
      guard !open.isEmpty else { return "Nothing is missing for the \(views.count) stays that end.\n" }
      let missing = open.reduce(0) { $0 + $1.view.missing.count }
      let overdue = open.reduce(0) { $0 + $1.overdue }
      return open.map { $0.text(style, clock) }.joined(separator: "\n")
        + "\n\(missing) missing for \(open.count) of \(views.count) stays, \(overdue) overdue.\n"
    }
  }
}
