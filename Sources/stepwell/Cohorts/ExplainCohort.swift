import ArgumentParser
import Clinic
import Reports

/// Says in English what a cohort counts; needs no database.
struct ExplainCohort: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say in plain words what a cohort counts and how.",
    discussion: """
      Examples:
        stepwell cohort explain retention_by_stage
        stepwell cohort explain --file ours.yaml
      """)

  @OptionGroup var definition: DefinitionOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) throws {
    let definition = try definition.definition()
    let explanation = definition.explanation
    try output.show(["name": definition.name, "title": definition.title, "explanation": explanation]) {
      style in
      "\(style.heading(definition.title))\n\(explanation.wrapped(to: 80))\n"
    }
  }
}

extension String {
  /// In lines of at most `width` characters, broken between words.
  func wrapped(to width: Int) -> String {
    split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + word.count < width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }.joined(separator: "\n")
  }
}
