import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists disclosures.
struct ListDisclosures: ClinicCommand {
  static let need = Need.permission(.disclosureRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Account for what was disclosed of a person.",
    discussion: """
      Examples:
        stepwell disclosure list $PATIENT --years 6
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @Option(help: "Of how many years.") var years: Int32 = 3
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...100).contains(years) else { throw ValidationError("--years goes from 1 to 100.") }
  }

  func run(at desk: Desk) async throws {
    let (isThere, made) = try await desk.records.run(
      as: desk.caller, Action(.disclosureRead, patients: [patient]), Patients.exists(patient),
      Disclosures.of(patient, years: years, until: desk.now))
    guard isThere else { throw NotFound("patient") }
    try desk.output.show(made.map(DisclosureRepresentation.init)) { style in
      var table = Table(.text("When"), .text("To", limit: 24), .text("Basis"), .words("What", limit: 30))
      for disclosure in made {
        table.add(
          disclosure.at.formatted(.iso8601), disclosure.recipient.rawValue, disclosure.basis.name,
          disclosure.categories.map(\.rawValue).sorted().joined(separator: ", "))
      }
      return made.isEmpty ? "Nothing was disclosed.\n" : table.text(style)
    }
  }
}
