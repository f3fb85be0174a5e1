import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Takes somebody over from another facility.
struct AcceptTransfer: ClinicCommand {
  static let need = Need.permission(.transferAnswer)
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Take somebody over from another facility.",
    discussion: """
      In one step the episode there ends as transferred (TEDS reason 04) and one begins here, linked to it. Nobody accepts \
      a request of their own.

      Examples:
        stepwell transfer accept $REQUEST --level 3.5 --bed R-02
        stepwell transfer accept $REQUEST --stage aftercare --level 1.5 --note 'first visit on Monday'
      """)

  @Argument(help: "The request's identifier.") var request: TransferRequest.ID
  @Option(help: "The stage to begin with; by default the one that was asked for.") var stage: Stage?
  @OptionGroup var level: LevelOptions
  @Option(help: "The bed: R-02, residential/R-02, or its identifier.") var bed: String?
  @Option(parsing: .unconditional, help: "When the person came.") var at = "now"
  @Option(help: "What the other facility is to know.") var note: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let found = try await desk.records.run(
      as: desk.caller, Action("transfer.read", needs: .episodeRead, subject: request.rawValue),
      TransferRequests.find(request))
    guard let asked = found?.request else { throw NotFound("transfer request") }
    let stage = stage ?? asked.stage
    let bed = try await optionally(bed) { try await desk.bed($0, in: asked.facilityID) }
    let move = MoveRequest(
      .readmit, to: StageState(stage), effectiveAt: try clock.read(at, "at", facility: asked.facilityID),
      level: try level.level(for: stage), bed: bed?.id, roles: [])
    let outcome = try await desk.records.accept(
      request, episode: desk.new(), NewMove(id: desk.new(), stayID: desk.new(), request: move),
      note: try note.note("note"), as: desk.caller)
    try desk.output.show(TransferOutcomeRepresentation(outcome)) { style in
      var lines = KeyValues()
      lines.add("ended", outcome.endedEpisodeID.description)
      lines.add("episode", outcome.admission.episodeID.description)
      lines.add("now", outcome.admission.state.words)
      lines.add("since", clock.show(outcome.admission.effectiveAt, facility: asked.facilityID))
      lines.add("bed", bed?.path)
      return lines.text(style)
    }
  }
}
