import ArgumentParser
import Clinic
import Foundation
import Records
import Reports
import Service

/// Draws one score or sign over time.
struct DrawTrend: ClinicCommand {
  static let need = Need.permission(.flowsheetRead)
  static let configuration = CommandConfiguration(
    commandName: "trend",
    abstract: "Draw one score or sign over time, with what was given on the same axis.",
    discussion: """
      With --svg it writes a picture that needs nothing else; otherwise it draws in the terminal.

      Examples:
        stepwell flowsheet trend --patient $PATIENT --of ciwa_ar
        stepwell flowsheet trend --patient $PATIENT --of craving --svg craving.svg
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "An instrument, a sign, or news2.") var of: String
  @Option(help: "Write the picture to this file; - is the standard output.", completion: .file()) var svg:
    String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let sheet = try await desk.flowsheet(of: episode)
    let zone = clock.zone(of: sheet.facilityID) ?? .gmt
    let trend = try BedsideTrendRepresentation(sheet, of: of, at: desk.now, zone: zone)
    if let svg {
      if svg == "-" { return try desk.output.write(trend.plot.svg) }
      guard (try? Data(trend.plot.svg.utf8).write(to: URL(filePath: svg))) != nil else {
        throw Complaint(
          .notWritten, "not-written", "The file \(svg) cannot be written.",
          remedy: "Name a file that you may write.")
      }
      return desk.output.say("Written to \(svg).")
    }
    try desk.output.show(trend) { trend.plot.text(width: 80, color: $0.isColoured) }
  }
}
