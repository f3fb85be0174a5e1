import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Corrects a set of signs, or takes it back.
struct CorrectVitals: ClinicCommand {
  static let need = Need.permission(.flowsheetRecord)
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Correct a set of signs, or take it back.",
    discussion: """
      What was known before stays. What is due goes by the corrected set. The set's identifier stands in flowsheet show \
      --json, and is told when it is recorded.

      Examples:
        stepwell vitals correct $SET --pulse 86 --reason 'read wrongly'
        stepwell vitals correct $SET --entered-in-error --reason 'somebody else'
      """)

  @Argument(help: "The set's identifier.") var set: Vitals.ID
  @OptionGroup(title: "Signs") var signs: SignOptions
  @Option(help: "Why.") var reason: String
  @Flag(help: "Nothing of it is true.") var enteredInError = false
  @Option(parsing: .unconditional, help: "When it was measured after all.") var at: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let reason = try Line(reason, field: "reason")
    if enteredInError {
      try await desk.records.takeBack(set, reason: reason, as: desk.caller)
      return desk.output.say("Taken back.")
    }
    let readings = try signs.readings()
    let time = try await desk.wallClock(clock).read(at, "at")
    let confirmed = Set(signs.confirm)
    let stored = try await desk.records.correct(set, reason: reason, as: desk.caller) { old in
      Vitals(
        id: old.id, episodeID: old.episodeID, at: time ?? old.at, scale: old.scale,
        readings: old.readings.merging(readings) { $1 },
        confirmed: old.confirmed.subtracting(readings.keys).union(confirmed), note: old.note)
    }
    try desk.output.show(VitalsRepresentation(stored)) { stored.text($0) }
  }
}
