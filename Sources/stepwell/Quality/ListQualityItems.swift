import ArgumentParser
import Clinic
import Foundation
import Postgres
import Records
import Service

/// Lists the items behind a figure of the board.
struct ListQualityItems: ClinicCommand {
  static let need = Need.permission(.qualityRead)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what is missing, late, contradictory or idle, the oldest first.",
    discussion: """
      Examples:
        stepwell quality list missing
        stepwell quality list late --staff ada --late-after 1
        stepwell quality list idle --facility north --json
      """)

  @Argument(help: "missing, late, contradictory or idle.") var kind: QualityPurpose
  @Option(help: "Only what this member of staff wrote down, by handle.") var staff: String?
  @Option(help: "How many to list at most.") var limit = 100
  @OptionGroup var options: QualityOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...10_000).contains(limit) else { throw ValidationError("--limit goes from 1 to 10000.") }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let scope = try options.scope(at: desk, clock.facilities)
    let items = try await desk.records.run(
      as: desk.caller, Action("quality.list", needs: .qualityRead),
      list: Quality.list(kind, of: scope, staff: staff, limit: limit, at: desk.now), on: .reporting)
    try desk.output.show(items.map(QualityItemRepresentation.init)) { style in
      var table = Table(
        .text("Since"), .text("What", limit: 30), .text("Episode", limit: 36), .text("Facility", limit: 16),
        .text("Written by", limit: 16))
      for item in items {
        table.add(
          clock.brief(item.at, facility: item.facilityID), item.what, "\(item.episodeID)",
          clock.facilities.first { $0.facility.id == item.facilityID }?.slug, item.staff)
      }
      return items.isEmpty ? "Nothing is \(kind.rawValue).\n" : table.text(style)
    }
  }
}

extension QualityPurpose: ExpressibleByArgument {}
