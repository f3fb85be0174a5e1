import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Starts a protocol for a person.
struct StartMonitoring: ClinicCommand {
  static let need = Need.permission(.monitoringOrder)
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Start a protocol for a person.",
    discussion: """
      It needs no diagnosis of withdrawal. Its first checks are due at once; its hours are counted from the admission. \
      Refused with status 75 when it runs already.

      Examples:
        stepwell monitor start --patient $PATIENT --protocol ketamine
        stepwell monitor start $EPISODE --protocol alcohol --count-from '12 hours ago'
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(name: .customLong("protocol"), help: "Its name; see monitor protocols.") var slug: String
  @Option(parsing: .unconditional, help: "When the first checks are due.") var at = "now"
  @Option(parsing: .unconditional, help: "From when its hours are counted; the admission when left out.")
  var countFrom: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let facility = record.episode.facilityID
    let order = MonitoringOrder(
      id: desk.new(), slug: slug, startsAt: try clock.read(at, "at", facility: facility),
      countedFrom: try clock.read(countFrom, "count_from", facility: facility))
    let started = try await desk.records.start(order, in: record.episode.id, as: desk.caller)
    try desk.output.show(MonitoringRepresentation(started, plan: nil, at: desk.now)) { _ in
      "\(started.definition.title) runs: \(started.definition.checks.map(\.title).joined(separator: ", ")).\n"
        .wrapped(to: 80) + "\nWhat is due: stepwell flowsheet due\n"
    }
  }
}
