import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Gives out records.
struct MakeDisclosure: ClinicCommand {
  static let need = Need.permission(.disclosureMake)
  static let configuration = CommandConfiguration(
    commandName: "make",
    abstract: "Give out records, once the ledger of disclosures has it.",
    discussion: """
      Examples:
        stepwell disclosure make --file release.json > document.json
      """)

  @Option(
    help: "What is given out, as the HTTP API takes it; - reads the standard input.", completion: .file())
  var file: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let release = try ReleaseRequest(JSONNode(body: Array(InputFile(file).bytes()))).release
    let document = try await desk.records.disclose(release, id: desk.new(), as: desk.caller) {
      JSON.bytes(ReleaseDocument($0))
    }
    // The document is JSON, whoever reads it: its digest is in the ledger.
    try desk.output.write(String(decoding: document, as: UTF8.self))
  }
}
