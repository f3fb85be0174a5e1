import ArgumentParser
import Clinic
import Foundation
import Records

/// Moves a person on to another stage.
struct MoveOn: ClinicCommand {
  static let need = Need.permission(.episodeMove)
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Move a person to another stage, with its level and bed.",
    discussion: """
      Ends with status 75 when the bed is taken or the episode was changed since --if-version, and with 65 when the \
      stage rules refuse.

      Examples:
        stepwell stage move --patient $PATIENT --to residential --level 3.5 --bed R-02
        stepwell stage move $EPISODE --to aftercare --level 2.1 --at 'yesterday 14:00' --cause 'ward round'
        stepwell stage move $EPISODE --to residential --level 3.5 --bed R-02 --at 'in 3 days' --planned
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "The stage to move to.") var to: Stage
  @OptionGroup var level: LevelOptions
  @Option(help: "The service of the state report, where the level leaves a choice: residential_short_term.")
  var service: ServiceSetting?
  @Option(help: "The bed: D-01, detox/D-01, north/detox/D-01, or its identifier.") var bed: String?
  @OptionGroup var move: MoveOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let facility = record.episode.facilityID
    let bed = try await optionally(bed) { try await desk.bed($0, in: facility) }
    var request = try move.request(.transfer, to: StageState(to), clock, facility: facility)
    request.level = try level.level(for: to)
    request.service = service
    request.bed = bed?.id
    let outcome = try await desk.records.move(
      NewMove(id: desk.new(), stayID: desk.new(), request: request), in: record.episode.id,
      version: move.ifVersion,
      as: desk.caller)
    try desk.show(outcome, bed: bed?.path, clock)
  }
}
