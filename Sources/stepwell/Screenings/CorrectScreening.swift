import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Corrects what was recorded of a screening.
struct CorrectScreening: ClinicCommand {
  static let need = Need.permission(.screeningRecord)
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Correct answers, the time or who asked; what was recorded before stays readable.",
    discussion: """
      Name only the answers that were wrong. The score is derived again by the version of the instrument that the \
      screening was recorded with.

      Examples:
        stepwell screening correct $SCREENING --answers q3=2 --reason 'misread the form'
        stepwell screening correct $SCREENING --at 'yesterday 9:00' --reason 'filled in the day before'
      """)

  @Argument(help: "The screening's identifier.") var screening: Screening.ID
  @Option(help: ArgumentHelp("The answers as they should be.", valueName: "q1=2,q2=0,...")) var answers:
    String?
  @Option(parsing: .unconditional, help: "When it was answered.") var at: String?
  @OptionGroup var administration: AdministrationOptions
  @Flag(help: "Keep answers to items that another answer makes needless.") var keepSkipped = false
  @Flag(help: "Keep numbers that are seldom so, which were looked at again.") var confirmUnlikely = false
  @Option(help: "Why it is corrected.") var reason: String
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let found = try await desk.records.run(
      as: desk.caller, Action(.screeningRead, subject: screening.rawValue), Screenings.find(screening))
    guard let old = found?.screening else { throw NotFound("screening") }
    let instrument = try InstrumentLibrary.shipped().find(
      old.instrument.slug, version: old.instrument.version)
    let correction = ScreeningCorrection(
      answers: try answers.map { try AnswerList($0).answers(to: instrument) } ?? [:],
      at: try clock.read(at, "at"), administration: try await administration.read(at: desk),
      keepsSkipped: keepSkipped, confirmsUnlikely: confirmUnlikely, reason: try Note(reason, field: "reason"))
    let corrected = try await desk.records.correct(screening, correction, as: desk.caller)
    try desk.output.show(ScreeningRepresentation(corrected)) { corrected.text($0) }
  }
}

/// Marks a screening as one that was never made.
struct EnterScreeningInError: ClinicCommand {
  static let need = Need.permission(.screeningRecord)
  static let configuration = CommandConfiguration(
    commandName: "entered-in-error",
    abstract: "Mark a screening as entered in error, such as one of another person.",
    discussion: """
      It goes from lists, charts and trends; its history stays readable.

      Examples:
        stepwell screening entered-in-error $SCREENING --reason 'of another patient'
      """)

  @Argument(help: "The screening's identifier.") var screening: Screening.ID
  @Option(help: "Why.") var reason: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.enterInError(
      screening, reason: try Note(reason, field: "reason"), as: desk.caller)
    let history = try await desk.records.run(
      as: desk.caller, Action("screening.history", needs: .screeningRead, subject: screening.rawValue),
      Screenings.history(of: screening))
    try desk.output.show(history.map(ScreeningRepresentation.init)) { _ in
      "The screening is marked as entered in error.\n"
    }
  }
}
