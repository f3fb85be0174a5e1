import ArgumentParser
import Clinic
import Records
import Service

/// Lists what payers said about an episode.
struct ListAuthorizations: ClinicCommand {
  static let need = Need.permission(.episodeRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what payers were asked and said about an episode.",
    discussion: """
      Examples:
        stepwell authorization list --patient $PATIENT
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let record = try await episode.find(at: desk)
    let found = try await desk.records.run(
      as: desk.caller,
      Action("authorization.list", needs: .episodeRead, patients: [record.episode.patientID]),
      Authorizations.of(record.episode.id))
    try desk.output.show(found.map(AuthorizationRepresentation.init)) { style in
      found.isEmpty ? "Nothing was asked of a payer yet.\n" : found.table.text(style)
    }
  }
}
