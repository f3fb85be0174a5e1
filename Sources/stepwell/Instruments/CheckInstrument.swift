import ArgumentParser
import Clinic
import Service

/// Checks a definition that somebody has written.
struct CheckInstrument: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Check the definition of an instrument: items that cannot be reached, gaps in bands, values out of range.",
    discussion: """
      Ends with status 65 when the file has a fault, which is named with its line.

      Examples:
        stepwell instrument check phq_9_next.yaml
        stepwell instrument print phq_9 | stepwell instrument check -
      """)

  @Argument(help: "The file; - is the standard input.", completion: .file()) var file: String
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) throws {
    let instrument = try Instrument(file: file, yaml: Array(InputFile(file).bytes()))
    try output.show(InstrumentRepresentation(instrument)) { _ in
      "\(instrument.title), version \(instrument.reference.version): \(instrument.items.count) items, no fault found.\n"
    }
  }
}
