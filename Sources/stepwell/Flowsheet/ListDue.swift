import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists what is late and due.
struct ListDue: ClinicCommand {
  static let need = Need.permission(.flowsheetRead)
  static let configuration = CommandConfiguration(
    commandName: "due",
    abstract: "List what is late and due in the next hours, what is due first.",
    discussion: """
      Examples:
        stepwell flowsheet due
        stepwell flowsheet due --facility north --unit detox --within 8
      """)

  @OptionGroup var options: DueOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let list = try await desk.due(options.filter(since: nil, clock, at: desk))
    try desk.output.show(list) { style in
      list.lines.isEmpty
        ? "Nothing is due within \(options.within) hours.\n"
        : list.late.text("Late", style, clock) + list.due.text("Due", style, clock) + list.cutNote
    }
  }
}

extension Desk {
  /// What is due, as the filter says.
  func due(_ filter: DueFilter) async throws -> DueListRepresentation {
    let page = try await DuePage(
      records.run(
        as: caller, Action("flowsheet.due", needs: .flowsheetRead), list: DueChecks.list(filter, at: now)))
    return DueListRepresentation(page, filter: filter, at: now)
  }
}

extension DueListRepresentation {
  /// That there is more, and how to see it.
  var cutNote: String {
    page.next.map {
      "\(page.left) more: --limit shows up to 1000, and the next ones are\n  --after \($0.cursor)\n"
    } ?? ""
  }
}

extension [DueLine] {
  /// A table under its title; nothing where there is no line.
  func text(_ title: String, _ style: Style, _ clock: WallClock) -> String {
    guard !isEmpty else { return "" }
    // Widths add up to 80 columns at most.
    var table = Table(
      .text("Due", limit: 11), .text("Bed", limit: 14), .text("Who", limit: 22), .text("Check", limit: 14),
      .text("Last", limit: 10))
    for line in self {
      table.add(
        line.dueAt.map { clock.brief($0, facility: line.facilityID) } ?? "-", line.place, line.patientName,
        line.title, line.last)
    }
    return style.heading("\(title): \(count)") + "\n" + table.text(style) + "\n"
  }
}

extension DueLine {
  fileprivate var place: String { [unit, bed].compactMap(\.self).joined(separator: " ") }

  fileprivate var last: String {
    lastOutcome == .done || lastOutcome == nil ? lastScore.map { "\($0)" } ?? "" : lastOutcome?.rawValue ?? ""
  }
}
