import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Writes down what was answered to what a check raised.
struct AnswerEscalation: ClinicCommand {
  static let need = Need.permission(.flowsheetRecord)
  static let configuration = CommandConfiguration(
    commandName: "answer",
    abstract: "Write down what was answered to what a check raised.",
    discussion: """
      Examples:
        stepwell monitor answer --patient $PATIENT --check vitals --reason 'seen by Dr Zz, fluids ordered'
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "The check, e.g. vitals.") var check: String
  @OptionGroup var running: RunningOptions
  @Option(help: "What was decided.") var reason: String
  @Option(parsing: .unconditional, help: "When.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let (sheet, monitoring) = try await running.find(episode, needs: .flowsheetRecord, check: check, at: desk)
    let said = try await desk.records.say(
      .answered, of: check, in: monitoring.id, at: try clock.read(at, "at", facility: sheet.facilityID),
      reason: try Line(reason, field: "reason"), as: desk.caller)
    try desk.output.show(CheckWordRepresentation(said)) { _ in "Written down: answered.\n" }
  }
}
