import ArgumentParser
import Clinic
import Foundation
import Records
import Reports
import Service

/// Shows how many went on to the next care.
struct ShowContinuity: ClinicCommand {
  static let need = Need.permission(.reportRun)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "continuity",
    abstract: "Show how many were in the next care within 7, 14 and 30 days.",
    discussion: """
      Counts the ends of detox and residential in the time; next care is a later stage or an appointment that was kept.       Deaths, arrests and whoever left too recently are left out and counted beside. In brackets: 95 % limits of Wilson.

      Examples:
        stepwell step-down continuity
        stepwell step-down continuity --from 2026-01-01 --to 2026-07-01 --same-day excluded
      """)

  @Option(parsing: .unconditional, help: "Ends from then on; 90 days before --to when left out.") var from:
    String?
  @Option(parsing: .unconditional, help: "Ends before then.") var to = "now"
  @Option(help: "Only this facility, by short name.") var facility: String?
  @Option(help: "Whether care on the day of the end counts: counts or excluded.") var sameDay = Continuity
    .SameDay.counts
  @Option(parsing: .unconditional, help: "As it was known then.") var knownAt: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try facility.map { try desk.facility($0, among: clock.facilities).facility.id }
    let end = try clock.read(to, "to", facility: facility)
    let start = try clock.read(from, "from", facility: facility) ?? end.addingTimeInterval(-90 * 86_400)
    let interval = try Interval(start: start, end: end)
    let figures = try await desk.records.run(
      as: desk.caller, Action("step_down.continuity", needs: .reportRun),
      Continuity.query(
        from: interval.start, to: end, facility: facility, sameDay: sameDay,
        knownAt: try clock.read(knownAt, "known_at", facility: facility), now: desk.now))
    try desk.output.show(ContinuityRepresentation(figures, from: start, to: end, sameDay: sameDay)) { style in
      figures.isEmpty ? "No stay ended in that time.\n" : figures.text(style)
    }
  }
}

extension Continuity.SameDay: ExpressibleByArgument {}

extension [Continuity] {
  /// A table for each facility, under its name.
  fileprivate func text(_ style: Style) -> String {
    let facilities = reduce(into: [String]()) { if $0.last != $1.facility { $0.append($1.facility) } }
    return facilities.map { facility in
      style.heading(facility) + "\n" + filter { $0.facility == facility }.table.text(style)
    }.joined(separator: "\n")
  }

  private var table: Table {
    var table = Table(
      .text("Left", limit: 11), .number("Ended"), .number("Left out"), .text("7 days"), .text("14 days"),
      .text("30 days"))
    for figure in self {
      let cells = figure.within.map { within -> String in
        guard let share = within.share else { return "too soon" }
        return
          "\(within.continued)/\(within.followed) \(share.value.percent)% (\(share.lower.percent)-\(share.upper.percent))"
      }
      table.add(
        figure.stage.rawValue, "\(figure.ended)", "\(figure.died + figure.incarcerated)", cells[0], cells[1],
        cells[2])
    }
    return table
  }
}

extension Double {
  fileprivate var percent: String { "\(Int((self * 100).rounded()))" }
}
