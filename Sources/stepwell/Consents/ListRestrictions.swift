import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists requests for restrictions.
struct ListRestrictions: ClinicCommand {
  static let need = Need.permission(.consentRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what a person asked not to be disclosed.",
    discussion: """
      Examples:
        stepwell restriction list $PATIENT
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let (isThere, requests) = try await desk.records.run(
      as: desk.caller, Action("restriction.list", needs: .consentRead, patients: [patient]),
      Patients.exists(patient), RestrictionRequests.of(patient))
    guard isThere else { throw NotFound("patient") }
    try desk.output.show(requests.map(RestrictionRequestRepresentation.init)) { style in
      var table = Table(
        .words("What", limit: 30), .text("To whom", limit: 20), .text("Agreed"), .text("Answer"))
      for request in requests {
        table.add(
          request.categories.map(\.rawValue).sorted().joined(separator: ", "),
          request.recipient?.rawValue ?? "anybody", request.isAgreed ? "yes" : "no", request.answer.rawValue)
      }
      return requests.isEmpty ? "Nothing was asked for.\n" : table.text(style)
    }
  }
}
