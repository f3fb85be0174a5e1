import ArgumentParser
import Clinic
import Records
import Service

/// Lists stays with days that are not authorized.
struct ListLevelGaps: ClinicCommand {
  static let need = Need.permission(.episodeRead)
  static let configuration = CommandConfiguration(
    commandName: "gaps",
    abstract: "List stays with days that no payer authorized at the level given.",
    discussion: """
      Examples:
        stepwell level gaps
        stepwell level gaps --days 90 --facility north
      """)

  @Option(help: "How many days to look back.") var days = 30
  @Option(help: "Only this facility, by short name.") var facility: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...366).contains(days) else { throw ValidationError("--days goes from 1 to 366.") }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try facility.map { try desk.facility($0, among: clock.facilities).facility.id }
    let gaps = try await desk.records.run(
      as: desk.caller, Action("level.gaps", needs: .episodeRead),
      list: LevelGaps.all(facility: facility, days: days, at: desk.now))
    try desk.output.show(gaps.map(LevelGapRepresentation.init)) { style in
      guard !gaps.isEmpty else { return "Every day of the last \(days) is authorized.\n" }
      var table = Table(
        .text("Patient", limit: 24), .text("Stage", limit: 11), .text("Level", limit: 8), .number("Days"),
        .text("From", limit: 10), .text("Through", limit: 10))
      for gap in gaps {
        table.add(
          gap.patientName, gap.record.stay.stage.rawValue, gap.record.stay.level?.code, "\(gap.days)",
          "\(gap.firstDay)", "\(gap.lastDay)")
      }
      return table.text(style)
    }
  }
}
