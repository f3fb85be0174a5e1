import ArgumentParser
import Clinic
import Reports

/// Lists the cohorts that come with the software; needs no database.
struct ListCohorts: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the cohorts that come with the software.",
    discussion: """
      Examples:
        stepwell cohort list
        stepwell cohort list --json
      """)

  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) throws {
    let all = try CohortDefinition.shipped()
    try output.show(all.map(Entry.init)) { style in
      var table = Table(.text("Cohort"), .text("What it tells", limit: 60))
      for one in all { table.add(one.name, one.title) }
      return table.text(style)
    }
  }

  private struct Entry: Encodable {
    let name: String
    let title: String

    init(_ definition: CohortDefinition) {
      name = definition.name
      title = definition.title
    }
  }
}
