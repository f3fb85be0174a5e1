import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Writes down what was answered to a hand-off.
struct AnswerHandOff: ClinicCommand {
  static let need = Need.permission(.stepDownWork)
  static let configuration = CommandConfiguration(
    commandName: "answer",
    abstract: "Accept, decline or withdraw a hand-off.",
    discussion: """
      Refused with status 65 when it is offered to another member of staff, and with 75 when it was answered before.

      Examples:
        stepwell step-down answer --patient $PATIENT --answer accepted
        stepwell step-down answer --patient $PATIENT --answer declined --note 'no place before Monday'
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "What was answered.") var answer: HandOff.Kind
  @Option(help: "Anything worth knowing.") var note: String?
  @Option(parsing: .unconditional, help: "When.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let stay = try await desk.openStay(of: episode)
    guard let handOff = try await desk.guarded(stay.id).stay.situation.handOff else {
      throw Complaint(
        .notFound, "not-found", "Nobody is asked to take the person over.",
        remedy: "Ask somebody first: stepwell step-down offer --help")
    }
    try await desk.records.answer(
      handOff.id, HandOff.Answer(answer, at: try clock.read(at, "at", facility: record.episode.facilityID)),
      note: try note.line("note"), as: desk.caller)
    try await desk.showStepDown(of: stay.id, clock)
  }
}

extension HandOff.Kind: ExpressibleByArgument {}
