import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Scores screenings anew when a definition or the choice of bands has changed.
struct RescoreScreenings: ClinicCommand {
  static let need = Need.permission(.instrumentManage)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "rescore",
    abstract: "Score screenings by the newest version of their instrument; says first what would change.",
    discussion: """
      Nothing is overwritten: each screening gets a new score beside the one that was known, all of them or none. Without \
      --reason it only says what would change. With --all it takes those that are up to date as well, and so tells \
      whether what is stored is what the answers come to. Charts that are closed to you are left as they are.

      Examples:
        stepwell screening rescore phq_9
        stepwell screening rescore phq_9 --file phq_9_next.yaml
        stepwell screening rescore phq_9 --reason 'version 2 of the definition'
        stepwell screening rescore phq_9 --all --json
      """)

  @Argument(help: "The instrument.") var instrument: String
  @Option(help: "Score by this definition instead, and only say what would change.", completion: .file())
  var file: String?
  @Flag(help: "Also those that are up to date.") var all = false
  @Option(help: "Write the new scores, for this reason.") var reason: String?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard file == nil || reason == nil else {
      throw ValidationError("A --file is only looked at: scores name a version that the software has.")
    }
  }

  func run(at desk: Desk) async throws {
    let definition = try file.map {
      try Instrument(file: $0, yaml: Array(InputFile($0).bytes()))
    }
    let instrument = try definition ?? InstrumentLibrary.shipped().find(instrument)
    guard instrument.reference.slug == self.instrument else {
      throw InvalidValue(
        "other-instrument", field: "file", problem: "is the definition of \(instrument.reference.slug)",
        remedy: "Name that instrument, or give its own file.")
    }
    let began = ContinuousClock.now
    let outcome = try await desk.records.rescore(
      Rescoring(by: instrument, scope: all ? .all : .outdated), reason: try reason.note("reason"),
      as: desk.caller)
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    let representation = RescoringRepresentation(
      outcome, instrument.reference, isPreview: reason == nil, seconds: seconds)
    try desk.output.show(representation) { outcome.text($0, instrument, isPreview: reason == nil) }
  }
}

extension RescoringOutcome {
  fileprivate func text(_ style: Style, _ instrument: Instrument, isPreview: Bool) -> String {
    let verb = isPreview ? "would come" : "came"
    var text =
      "\(count) looked at, by \(instrument.reference). \(changed) \(verb) to another result, \(unfit) have an "
    text += "answer that it does not take and stay as they are.\n"
    guard !examples.isEmpty else { return text }
    var table = Table(.text("Screening"), .text("Known"), .text("New"))
    for example in examples {
      table.add("\(example.id)", example.before.text, example.after?.text ?? "does not fit")
    }
    return text + table.text(style)
  }
}

extension DerivedFigures {
  fileprivate var text: String {
    let sum = total.map { "\($0)" } ?? atLeast.map { "at least \($0)" }
    return ([sum, band].compactMap(\.self) + flags).joined(separator: ", ")
  }
}
