import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Puts a protocol of the clinic's own in force.
struct LoadProtocol: ClinicCommand {
  static let need = Need.permission(.protocolLoad)
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Put a protocol of the clinic's own in force.",
    discussion: """
      It takes the place of the one of that name; what runs goes on by the version it began with. Ends with status 65 when \
      the file has a fault, which is named with its line: an interval that cannot be, a score or hour without an interval, \
      an entry that is never reached, no stop rule, a scale that is not valid for what the person comes down from.

      Examples:
        stepwell monitor load our-alcohol.yaml --dry-run
        stepwell monitor load our-alcohol.yaml
      """)

  @Argument(help: "The file; - is the standard input.") var file: String
  @Flag(help: "Only check the file.") var dryRun = false
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    guard let text = String(validating: try InputFile(file).bytes(), as: UTF8.self) else {
      throw Complaint(
        .refused, "invalid-file", "The file is not UTF-8.", remedy: "Write it as YAML in UTF-8.")
    }
    let entry = try ProtocolLibrary.Entry(file: file, text: text)
    if dryRun {
      _ = try await desk.records.run(
        as: desk.caller, Action("protocol.check", needs: .protocolLoad), Protocols.inForce)
    } else {
      try await desk.records.load(entry, as: desk.caller)
    }
    let record = ProtocolRecord(definition: entry.definition, text: text, isShipped: false)
    try desk.output.show(ProtocolRepresentation(record)) { _ in
      "\(entry.definition.title), version \(entry.definition.reference.version): "
        + (dryRun ? "the file is sound. Nothing was changed yet.\n" : "in force.\n")
    }
  }
}
