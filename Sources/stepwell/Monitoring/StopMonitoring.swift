import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Stops a protocol before it has done its work.
struct StopMonitoring: ClinicCommand {
  static let need = Need.permission(.monitoringOrder)
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "Stop a protocol before it has done its work.",
    discussion: """
      Examples:
        stepwell monitor stop --patient $PATIENT --protocol alcohol --reason 'moved to hospital'
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup var running: RunningOptions
  @Option(help: "Why.") var reason: String
  @Option(parsing: .unconditional, help: "When.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let (sheet, monitoring) = try await running.find(episode, needs: .monitoringOrder, at: desk)
    let stopped = try await desk.records.stop(
      monitoring.id, at: try clock.read(at, "at", facility: sheet.facilityID),
      reason: try Line(reason, field: "reason"), as: desk.caller)
    try desk.output.show(MonitoringRepresentation(stopped, plan: nil, at: desk.now)) { _ in
      "\(stopped.definition.title) is stopped; nothing more of it is due.\n"
    }
  }
}

/// Which of a person's protocols is meant.
struct RunningOptions: ParsableArguments {
  @Option(name: .customLong("protocol"), help: "The protocol, where several run.") var slug: String?

  /// The protocol that runs and the flowsheet that it is of; `check` narrows it down where several run.
  func find(
    _ episode: EpisodeOptions, needs need: Permission, check: String? = nil, at desk: Desk
  ) async throws -> (FlowsheetRecord, MonitoringRecord) {
    let record = try await episode.find(at: desk)
    guard let sheet = try await desk.records.flowsheet(of: record.episode.id, needs: need, as: desk.caller)
    else {
      throw NotFound("episode")
    }
    let running = sheet.monitorings.filter { monitoring in
      monitoring.stoppedAt == nil && (slug == nil || monitoring.definition.reference.slug == slug)
        && (check == nil || monitoring.definition[check: check ?? ""] != nil)
    }
    guard let found = running.last else {
      throw Complaint(
        .notFound, "not-found", "No such protocol runs for the person.",
        remedy: "See what runs: stepwell flowsheet show --help")
    }
    guard running.count == 1 else {
      throw InvalidValue(
        "ambiguous-protocol", field: "protocol", problem: "is not said, and \(running.count) run",
        remedy: "Use one of \(running.map(\.definition.reference.slug).listing).")
    }
    return (sheet, found)
  }
}
