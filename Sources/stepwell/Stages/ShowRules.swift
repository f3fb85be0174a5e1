import ArgumentParser
import Clinic
import Records
import Reports
import Service

/// Shows which moves the rules allow.
struct ShowRules: Answering {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show which moves the stage rules allow, and what each needs.",
    discussion: """
      The rules are those in force; with --file those of a file, checked like when it is loaded, and with --shipped \
      those that come with the software. Both need no database.

      Examples:
        stepwell stage rules show
        stepwell stage rules show --from detox
        stepwell stage rules show --svg > rules.svg
        stepwell stage rules show --file our-rules.yaml
      """)

  @Option(help: "Only moves from this state.") var from: StageState?
  @Flag(help: "As a picture (SVG).") var svg = false
  @Option(help: ArgumentHelp("Of this file; - is the standard input.", valueName: "file")) var file: String?
  @Flag(help: "Those that come with the software.") var shipped = false
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    if file != nil, shipped { throw ValidationError("Name a --file or take those --shipped, not both.") }
  }

  func answer(_ output: Output) async throws {
    if shipped { return try show(.shipped(), output) }
    if let file { return try show(StageRules(file: file, yaml: Array(InputFile(file).bytes())), output) }
    try await Desk.use(place, output, need: Self.need) { desk in
      let rules = try await desk.records.run(
        as: desk.caller, Action("stage_rule.read", needs: nil), StageRuleBook.current)
      try show(rules, output)
    }
  }

  private func show(_ rules: StageRules, _ output: Output) throws {
    if svg {
      let picture = StageRulesPicture(rules).svg
      return try output.show(["svg": picture]) { _ in picture }
    }
    let wanted = rules.rules.filter { from == nil || $0.from == from }
    try output.show(StageRulesRepresentation(version: rules.version, rules: wanted)) { style in
      var table = Table(
        .text("From"), .text("Move"), .text("To"), .text("Needs"), .text("Only", limit: 20),
        .text("Ends as", limit: 30))
      for rule in wanted where rule.event != .correct {
        table.add(
          rule.from.rawValue, rule.event.rawValue, rule.to.rawValue,
          rule.needs.map(\.rawValue).sorted().joined(separator: ", "),
          rule.roles.map { $0.map(\.rawValue).sorted().joined(separator: ", ") },
          rule.endings.map(\.tedsCode).joined(separator: " "))
      }
      let correctors = Set(rules.rules.filter { $0.event == .correct }.flatMap { $0.roles ?? [] })
      return "Version \(rules.version)\n\n" + table.text(style)
        + (correctors.isEmpty
          ? ""
          : "Corrections: \(correctors.map(\.rawValue).sorted().listing). See: stepwell stage correct --help\n")
    }
  }
}
