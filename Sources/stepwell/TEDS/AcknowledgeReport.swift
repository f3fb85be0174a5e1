import ArgumentParser
import Clinic
import Foundation
import Interchange
import Records
import Service

/// Takes in what a state says of the records.
struct AcknowledgeReport: ClinicCommand {
  static let need = Need.permission(.tedsExport)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "acknowledge",
    abstract: "Write down which records the state accepted and which it rejected.",
    discussion: """
      The file is a CSV with the columns submission,kind,line,outcome,reason: the number of the submission, admission or \
      discharge, the line in that file, accepted or rejected, and why. It is stored as a whole or not at all. Rejected \
      records are listed by stepwell teds check, and the next submission sends them again.

      Examples:
        stepwell teds acknowledge answers.csv
      """)

  @Argument(help: "The file; - is the standard input.", completion: .file(extensions: ["csv"])) var file:
    String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let answers = try await TEDSReport(desk.records, as: desk.caller).acknowledge {
      try TEDSAcknowledgement(ByteSource(Array(InputFile(file).bytes())))
    }
    try desk.output.show(TEDSAnswersRepresentation(answers)) { style in
      var lines = KeyValues()
      lines.add("accepted", answers.accepted.formatted())
      lines.add("rejected", answers.rejected.formatted())
      lines.add("unchanged", answers.unchanged.formatted())
      return lines.text(style)
    }
  }
}
