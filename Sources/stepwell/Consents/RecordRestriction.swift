import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Records a request for a restriction.
struct RecordRestriction: ClinicCommand {
  static let need = Need.permission(.consentRecord)
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record what a person asked not to be disclosed, and the answer.",
    discussion: """
      Examples:
        stepwell restriction record $PATIENT --category contacts --agreed --answer 'we agree'
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @Option(help: "What is not to be disclosed; may be repeated.") var category: [RecordCategory]
  @Option(help: "To whom not; to nobody when left out.") var recipient: String?
  @Flag(help: "The clinic has agreed.") var agreed = false
  @Option(help: "What the person was told.") var answer: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let request = RestrictionRequest(
      id: desk.new(), patientID: patient, at: desk.now, categories: Set(category),
      recipient: try recipient.line("recipient"), isAgreed: agreed, answer: try Line(answer, field: "answer"))
    try await desk.records.record(request, as: desk.caller)
    try desk.output.show(RestrictionRequestRepresentation(request)) { _ in "It is recorded.\n" }
  }
}

extension RecordCategory: ExpressibleByArgument {}
