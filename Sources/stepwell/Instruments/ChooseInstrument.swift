import ArgumentParser
import Clinic
import Records
import Service

/// Decides how the clinic uses an instrument.
struct ChooseInstrument: ClinicCommand {
  static let need = Need.permission(.instrumentManage)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "choose",
    abstract: "Choose the bands of an instrument where several are published, or retire it.",
    discussion: """
      What was recorded keeps the bands that it has; stepwell screening rescore says what would change. Nobody records a \
      retired instrument, and what was recorded with it stays. Each decision replaces the one before it as a whole.

      Examples:
        stepwell instrument choose ciwa_ar --bands asam_2020 --reason 'as our protocol has it'
        stepwell instrument choose phq_2 --retire --reason 'we ask the PHQ-9'
        stepwell instrument choose phq_2 --reason 'in use again'
      """)

  @Argument(help: "The instrument.") var instrument: String
  @Option(help: "The set of bands; by default the one that the definition names first.") var bands: String?
  @Flag(help: "Take it out of use.") var retire = false
  @Option(help: "Why.") var reason: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let (found, choice) = try await desk.records.judging(
      Action("instrument.choose", needs: .instrumentManage), as: desk.caller
    ) {
      let found = try InstrumentLibrary.shipped().find(instrument)
      return (found, try InstrumentChoice(of: found, bandSet: bands, isRetired: retire))
    }
    try await desk.records.choose(choice, reason: try Note(reason, field: "reason"), as: desk.caller)
    try desk.output.show(InstrumentRepresentation(found, choice: choice)) { _ in
      let state =
        choice.isRetired ? "retired" : found.bandSet(choice).map { "read by the bands \($0)" } ?? "in use"
      return "\(found.title) is \(state) from now on.\n"
    }
  }
}
