import ArgumentParser
import Clinic
import Records

/// Prints the file of a protocol, as a beginning for a clinic's own.
struct PrintProtocol: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "print",
    abstract: "Print the file of a protocol, as a beginning for your own.",
    discussion: """
      Examples:
        stepwell monitor print alcohol > our-alcohol.yaml
      """)

  @Argument(help: "Its name.") var slug: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let all = try await desk.records.run(
      as: desk.caller, Action("protocol.list", needs: nil), Protocols.inForce)
    guard let found = all.first(where: { $0.definition.reference.slug == slug }) else {
      throw InvalidValue(
        "unknown-protocol", field: "protocol", problem: "is not a protocol that is in force",
        remedy: "Use one of \(all.map(\.definition.reference.slug).listing).")
    }
    try desk.output.write(found.text)
  }
}
