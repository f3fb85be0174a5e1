import ArgumentParser
import Clinic
import Records
import Service

/// Asks another facility to take somebody over.
struct RequestTransfer: ClinicCommand {
  static let need = Need.permission(.transferRequest)
  static let configuration = CommandConfiguration(
    commandName: "request",
    abstract: "Ask another facility to take somebody over.",
    discussion: """
      Examples:
        stepwell transfer request --patient $PATIENT --to south --stage residential --reason 'nearer home'
        stepwell transfer request $EPISODE --to south --stage aftercare --reason 'moved house' --ask grace
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "The facility that is asked, by short name.") var to: String
  @Option(help: "The stage to begin with there.") var stage: Stage
  @Option(help: "Why.") var reason: String
  @Option(help: "Who is to answer, by short name; left out, whoever may there.") var ask: String?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let facility = try desk.facility(to, among: try await desk.facilities())
    let record = try await episode.find(at: desk)
    let wanted = NewTransferRequest(
      id: desk.new(), episodeID: record.episode.id, facilityID: facility.facility.id, stage: stage,
      askedOf: ask,
      reason: try Note(reason, field: "reason"))
    let request = try await desk.records.request(wanted, as: desk.caller)
    try desk.output.show(RequestedRepresentation(request: request)) { _ in
      "\(facility.slug) is asked. The request is \(request.id).\n"
    }
  }
}
