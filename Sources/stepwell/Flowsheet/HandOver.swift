import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows what a shift hands over to the next.
struct HandOver: ClinicCommand {
  static let need = Need.permission(.flowsheetRead)
  static let configuration = CommandConfiguration(
    commandName: "handover",
    abstract: "Show what a shift hands over: late, due, raised, changed.",
    discussion: """
      Raised is what somebody has to be told of; changed is what is watched more or less often than before the shift began.

      Examples:
        stepwell flowsheet handover --facility north --unit detox
        stepwell flowsheet handover --since '07:00'
      """)

  @OptionGroup var options: DueOptions
  @Option(parsing: .unconditional, help: "When the shift began.") var since = "8 hours ago"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let began = try clock.read(since, "since")
    let list = try await desk.due(options.filter(since: began, clock, at: desk))
    try desk.output.show(list) { style in
      guard !list.lines.isEmpty else { return "Nothing is late, due, raised or changed.\n" }
      return list.raised.raisedText(style, clock) + list.late.text("Late", style, clock)
        + list.due.text("Due within \(options.within) h", style, clock) + list.changed.changedText(style)
        + list.cutNote
    }
  }
}

extension [DueLine] {
  fileprivate func raisedText(_ style: Style, _ clock: WallClock) -> String {
    let lines = compactMap { line in
      line.raised.map { raised in
        let answer =
          raised.answeredAt.map { "answered \(clock.brief($0, facility: line.facilityID))" }
          ?? "answer by \(clock.brief(raised.answerBy, facility: line.facilityID))"
        let score = raised.score.map { " \($0)" } ?? ""
        let head =
          "  \(line.patientName.printable.cut(to: 24)) \([line.unit, line.bed].compactMap(\.self).joined(separator: " ").cut(to: 14)): \(line.title)\(score)"
        return "\(head.cut(to: 80))\n    tell \(raised.tell), \(answer)\n    \(raised.then.cut(to: 76))\n"
      }
    }
    return lines.isEmpty ? "" : style.heading("Raised: \(lines.count)") + "\n" + lines.joined() + "\n"
  }

  fileprivate func changedText(_ style: Style) -> String {
    let lines = map { line in
      let (before, now) = (
        line.minutesBefore.map(Self.every) ?? "", line.minutes.map(Self.every) ?? "first check"
      )
      let change =
        line.dueAt == nil
        ? "nothing more is due" : before.isEmpty || before == now ? now : "\(before) -> \(now)"
      return "  \(line.patientName.printable.cut(to: 24)): \(line.title.cut(to: 16)), \(change)\n"
    }
    return lines.isEmpty ? "" : style.heading("Changed: \(lines.count)") + "\n" + lines.joined() + "\n"
  }

  private static func every(_ minutes: Int32) -> String {
    minutes.isMultiple(of: 60) ? "every \(minutes / 60) h" : "every \(minutes) min"
  }
}
