import ArgumentParser
import Clinic
import Records
import Service

/// Lists the protocols that can be started.
struct ListProtocols: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "protocols",
    abstract: "List the protocols that can be started.",
    discussion: """
      Examples:
        stepwell monitor protocols
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let all = try await desk.records.run(
      as: desk.caller, Action("protocol.list", needs: nil), Protocols.inForce)
    try desk.output.show(all.map(ProtocolRepresentation.init)) { style in
      var table = Table(
        .text("Name", limit: 20), .text("Version", limit: 10), .text("What", limit: 28), .text("Whose"))
      for record in all {
        let reference = record.definition.reference
        table.add(
          reference.slug, reference.version, record.definition.title, record.isShipped ? "shipped" : "our own"
        )
      }
      return table.text(style)
    }
  }
}
