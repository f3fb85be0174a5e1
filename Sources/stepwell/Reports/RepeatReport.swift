import ArgumentParser
import Clinic
import Records
import Reports
import Service

/// Makes a kept report again.
struct RepeatReport: ClinicCommand {
  static let need = Need.permission(.reportRun)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "rerun",
    abstract: "Make a kept report again, and say whether it is the same.",
    discussion: """
      Ends with status 0 when every byte is the same, and with 75 when not; then it says why.

      Examples:
        stepwell report rerun $RUN
      """)

  @Argument(help: "The run's identifier.") var id: ReportRun.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let again = try await desk.records.repeatReport(id, as: desk.caller)
    try desk.output.show(ReportRepetitionRepresentation(again)) { style in
      var lines = [again.isSame ? "The same, byte by byte." : style.bad("Not the same.")]
      lines += again.differences.map(\.sentence)
      if let members = again.members {
        lines.append(
          "Of its members \(members.kept) are in it now, \(members.gone) are not, \(members.new) are new.")
      }
      return lines.joined(separator: "\n") + "\n"
    }
    if !again.isSame { throw ExitStatus.conflict.code }
  }
}
