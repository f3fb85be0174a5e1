import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows the newest seal of the audit trail.
struct ShowSeal: ClinicCommand {
  static let need = Need.permission(.auditVerify)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "seal",
    abstract: "Print the newest seal of the audit trail, to be kept elsewhere.",
    discussion: """
      A seal that is kept outside of the database shows later whether the end of the trail was cut off: give it to \
      stepwell audit verify --seal. Ends with status 66 when nothing is sealed yet.

      Examples:
        stepwell audit seal
        stepwell audit seal --json
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let newest = try await desk.records.run(
      as: desk.caller, Action("audit.seal", needs: .auditVerify), Seals.newest)
    guard let newest else { throw NotFound("seal") }
    try desk.output.show(SealRepresentation(newest)) { _ in "\(newest.mark)\n" }
  }
}
