import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Revokes a consent.
struct RevokeConsent: ClinicCommand {
  static let need = Need.permission(.consentRecord)
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Revoke a consent at once, or say what that would stop.",
    discussion: """
      Examples:
        stepwell consent revoke $CONSENT --preview
        stepwell consent revoke $CONSENT
      """)

  @Argument(help: "The consent's identifier.") var consent: Consent.ID
  @Flag(help: "Only say what it would stop.") var preview = false
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let (found, past) = try await desk.records.run(
      as: desk.caller, Action("consent.preview", needs: .consentRecord, subject: consent.rawValue),
      Consents.find(consent), Disclosures.recipients(under: consent))
    guard let record = found else { throw NotFound("consent") }
    if !preview { try await desk.records.revoke(consent, as: desk.caller) }
    try desk.output.show(RevocationRepresentation(record.consent, past: past, isPreview: preview)) { _ in
      let names = record.consent.recipients.map(\.name.rawValue).joined(separator: ", ")
      return preview
        ? "It would stop what goes to: \(names).\n" : "Revoked; nothing more goes to: \(names).\n"
    }
  }
}
