import ArgumentParser
import Clinic

/// Prints the file of stage rules that comes with the software.
struct PrintShippedRules: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "print",
    abstract: "Print the file of stage rules that comes with the software, to begin the clinic's own from.",
    discussion: """
      Examples:
        stepwell stage rules print > our-rules.yaml
      """)

  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) async throws {
    try output.show(["yaml": StageRules.shippedFile]) { _ in StageRules.shippedFile }
  }
}
