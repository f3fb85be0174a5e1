import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Says why a check was not done.
struct SkipCheck: ClinicCommand {
  static let need = Need.permission(.flowsheetRecord)
  static let configuration = CommandConfiguration(
    commandName: "skip",
    abstract: "Say why a check was not done: skipped, refused, asleep or unable.",
    discussion: """
      What is skipped needs a reason, and the next check is due as if it had been done. Somebody who refused, slept or \
      could not is tried again as soon as the protocol says.

      Examples:
        stepwell monitor skip --patient $PATIENT --check ciwa_ar --reason 'in delirium'
        stepwell monitor skip --patient $PATIENT --check craving --as asleep
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "The check, e.g. ciwa_ar.") var check: String
  @OptionGroup var running: RunningOptions
  @Option(name: .customLong("as"), help: "What became of it.") var word = Word.skipped
  @Option(help: "Why.") var reason: String?
  @Option(parsing: .unconditional, help: "When.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  /// What may become of a check that was not done.
  enum Word: String, CaseIterable, ExpressibleByArgument {
    case skipped, refused, asleep, unable

    var word: CheckWord {
      switch self {
      case .skipped: .skipped
      case .refused: .refused
      case .asleep: .asleep
      case .unable: .unable
      }
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let (sheet, monitoring) = try await running.find(episode, needs: .flowsheetRecord, check: check, at: desk)
    let said = try await desk.records.say(
      word.word, of: check, in: monitoring.id, at: try clock.read(at, "at", facility: sheet.facilityID),
      reason: try reason.line("reason"), as: desk.caller)
    try desk.output.show(CheckWordRepresentation(said)) { _ in "Written down: \(said.word.rawValue).\n" }
  }
}
