import ArgumentParser
import Clinic

/// Shows which moves the rules allow; needs no database.
struct ShowRules: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Show which moves the stage rules allow, and what each needs.",
    discussion: """
      Examples:
        stepwell stage rules
        stepwell stage rules --from detox
      """)

  @Option(help: "Only moves from this state.") var from: StageState?
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) throws {
    let rules = try StageRules.shipped().rules.filter { from == nil || $0.from == from }
    try output.show(rules.map(RuleEntry.init)) { style in
      var table = Table(
        .text("From"), .text("Move"), .text("To"), .text("Needs"), .text("Ends as", limit: 30))
      for rule in rules where rule.event != .correct {
        table.add(
          rule.from.rawValue, rule.event.rawValue, rule.to.rawValue,
          rule.needs.map(\.rawValue).sorted().joined(separator: ", "),
          rule.endings.map(\.tedsCode).joined(separator: " "))
      }
      return table.text(style)
        + "A director or administrator may also correct any move: stepwell stage correct --help\n"
    }
  }
}

/// A rule as JSON shows it.
private struct RuleEntry: Encodable {
  let from: String
  let event: String
  let to: String
  let needs: [String]
  let roles: [String]?
  let endings: [String]

  init(_ rule: StageRule) {
    from = rule.from.rawValue
    event = rule.event.rawValue
    to = rule.to.rawValue
    needs = rule.needs.map(\.rawValue).sorted()
    roles = rule.roles?.map(\.rawValue).sorted()
    endings = rule.endings.map(\.tedsCode)
  }
}
