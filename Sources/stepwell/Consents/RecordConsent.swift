import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Records a consent.
struct RecordConsent: ClinicCommand {
  static let need = Need.permission(.consentRecord)
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record what a patient signed; what is missing makes it deficient.",
    discussion: """
      Examples:
        stepwell consent record $PATIENT --file consent.json
        stepwell consent record $PATIENT --file - --json < consent.json
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @Option(help: "A consent as the HTTP API takes it; - reads the standard input.", completion: .file())
  var file: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let request = try ConsentRequest(JSONNode(body: Array(InputFile(file).bytes())))
    let id: Consent.ID = desk.new()
    let consent = try await desk.records.judging(
      Action(.consentRecord, patients: [patient]), as: desk.caller
    ) { try request.consent(id, of: patient) }
    let record = try await desk.records.record(consent, as: desk.caller)
    try desk.output.show(ConsentRepresentation(record, at: desk.now)) { record.text($0, at: desk.now) }
  }
}
