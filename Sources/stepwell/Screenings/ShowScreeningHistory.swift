import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows a screening as it was known at each time.
struct ShowScreeningHistory: ClinicCommand {
  static let need = Need.permission(.screeningRead)
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show how one screening was known over time: corrections, new scores.",
    discussion: """
      Examples:
        stepwell screening history $SCREENING
        stepwell screening history $SCREENING --json
      """)

  @Argument(help: "The screening's identifier.") var screening: Screening.ID
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let history = try await desk.records.run(
      as: desk.caller, Action("screening.history", needs: .screeningRead, subject: screening.rawValue),
      Screenings.history(of: screening))
    guard !history.isEmpty else { throw NotFound("screening") }
    try desk.output.show(history.map(ScreeningRepresentation.init)) { style in
      var table = Table(
        .text("Known from"), .text("Version"), .text("Total"), .text("Band", limit: 20),
        .text("Because", limit: 40))
      for record in history {
        let cause = record.known.cause.map { $0.rawValue.replacing("_", with: " ") }
        table.add(
          clock.show(record.known.from), record.screening.instrument.version, record.totalText, record.band,
          [cause, record.known.reason].compactMap(\.self).joined(separator: ": "))
      }
      return table.text(style)
    }
  }
}
