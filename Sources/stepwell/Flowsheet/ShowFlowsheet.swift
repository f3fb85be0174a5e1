import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows one table of signs, scores and words over time.
struct ShowFlowsheet: ClinicCommand {
  static let need = Need.permission(.flowsheetRead)
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show signs, scores and what was said by time, and what is due.",
    discussion: """
      A blank was not asked for; n/d was not done, ref refused, una unable, slp asleep. 0 is a value.

      Examples:
        stepwell flowsheet show --patient $PATIENT
        stepwell flowsheet show $EPISODE --last 12 --json
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "Only so many lines, the latest ones.") var last: Int = 40
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...10_000).contains(last) else { throw ValidationError("--last goes from 1 to 10000.") }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let sheet = try await desk.flowsheet(of: episode)
    try desk.output.show(FlowsheetRepresentation(sheet, at: desk.now)) { style in
      FlowsheetText(sheet: sheet, clock: clock, style: style, now: desk.now).text(last: last)
    }
  }
}

extension Desk {
  /// The flowsheet of an episode; throws `NotFound` where there is none that the caller may see.
  func flowsheet(of episode: EpisodeOptions) async throws -> FlowsheetRecord {
    let record = try await episode.find(at: self)
    guard let sheet = try await records.flowsheet(of: record.episode.id, as: caller) else {
      throw NotFound("episode")
    }
    return sheet
  }
}
