import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists consents.
struct ListConsents: ClinicCommand {
  static let need = Need.permission(.consentRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what a person signed and whether it holds now.",
    discussion: """
      Examples:
        stepwell consent list $PATIENT
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let (isThere, consents) = try await desk.records.run(
      as: desk.caller, Action("consent.list", needs: .consentRead, patients: [patient]),
      Patients.exists(patient), Consents.of(patient))
    guard isThere else { throw NotFound("patient") }
    try desk.output.show(consents.map { ConsentRepresentation($0, at: desk.now) }) { style in
      var table = Table(.text("Kind"), .text("State"), .text("Recipients", limit: 30), .text("Consent"))
      for record in consents {
        table.add(
          record.consent.kind.rawValue,
          record.consent.state(at: desk.now, revokedAt: record.revokedAt).name,
          record.consent.recipients.map(\.name.rawValue).joined(separator: ", "),
          record.consent.id.description)
      }
      return consents.isEmpty ? "There is no consent.\n" : table.text(style)
    }
  }
}
