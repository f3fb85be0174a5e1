import ArgumentParser
import Clinic
import Records
import Service

/// Loads the clinic's stage rules.
struct LoadRules: ClinicCommand {
  static let need = Need.permission(.stageRuleLoad)
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Put the stage rules of a file in place of those in force.",
    discussion: """
      Says first what is new, changed and retired. A rule that the file lacks is retired and never deleted: moves that \
      were made under it stay. Without a file it takes the rules that come with the software. Begin with a copy of those: \
      stepwell stage rules print. Ends with status 65 when the file has a fault, which is named with its line, and with 75 \
      when somebody is in a state that the new rules do not lead out of.

      Examples:
        stepwell stage rules load our-rules.yaml --dry-run
        stepwell stage rules load our-rules.yaml
        stepwell stage rules load
      """)

  @Argument(help: "The file; - is the standard input.") var file: String?
  @Flag(help: "Only say what would change.") var dryRun = false
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let wanted =
      try file.map { try StageRules(file: $0, yaml: Array(InputFile($0).bytes())) } ?? StageRules.shipped()
    let present = try await desk.records.run(
      as: desk.caller, Action("stage_rule.read", needs: .stageRuleLoad), StageRuleBook.current)
    let changes = StageRuleChange.all(from: present, to: wanted)
    if !dryRun { try await desk.records.load(wanted, isShipped: file == nil, as: desk.caller) }
    try desk.output.show(changes.map(StageRuleChangeRepresentation.init)) { style in
      guard !changes.isEmpty else { return "Nothing changes.\n" }
      var table = Table(.text("Change"), .text("From"), .text("Move"), .text("To"), .text("Needs"))
      for change in changes {
        table.add(
          change.kind.rawValue, change.rule.from.rawValue, change.rule.event.rawValue,
          change.rule.to.rawValue,
          change.rule.needs.map(\.rawValue).sorted().joined(separator: ", "))
      }
      return table.text(style) + (dryRun ? "Nothing was changed yet.\n" : "The rules are in force.\n")
    }
  }
}
