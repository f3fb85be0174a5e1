import ArgumentParser
import Clinic
import Service

/// Prints the definition of an instrument.
struct PrintInstrument: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "print",
    abstract: "Print the definition of an instrument: items, answers, scoring, bands and their sources.",
    discussion: """
      Examples:
        stepwell instrument print phq_9
        stepwell instrument print phq_9 > phq_9_next.yaml
      """)

  @Argument(help: "The instrument.") var instrument: String
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) throws {
    let text = try InstrumentLibrary.shippedFile(of: instrument)
    try output.show(["yaml": text]) { _ in text }
  }
}
