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
