import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows a consent.
struct ShowConsent: ClinicCommand {
  static let need = Need.permission(.consentRead)
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a consent and whether it holds now.",
    discussion: """
      Examples:
        stepwell consent show $CONSENT
      """)

  @Argument(help: "The consent's identifier.") var consent: Consent.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let found = try await desk.records.run(
      as: desk.caller, Action(.consentRead, subject: consent.rawValue), Consents.find(consent))
    guard let record = found else { throw NotFound("consent") }
    try desk.output.show(ConsentRepresentation(record, at: desk.now)) { record.text($0, at: desk.now) }
  }
}

extension ConsentRecord {
  /// What was signed and whether it holds, for people.
  func text(_ style: Style, at instant: Date) -> String {
    let state = consent.state(at: instant, revokedAt: revokedAt)
    var lines = KeyValues()
    lines.add("consent", consent.id.description)
    lines.add("kind", consent.kind.rawValue)
    lines.add("state", state.name)
    if case .deficient(let missing) = state {
      lines.add("missing", missing.map(\.rawValue).joined(separator: ", "))
    }
    lines.add("categories", consent.categories.map(\.rawValue).sorted().joined(separator: ", "))
    lines.add("recipients", consent.recipients.map(\.name.rawValue).joined(separator: ", "))
    lines.add("purpose", consent.purpose?.rawValue)
    return lines.text(style)
  }
}
