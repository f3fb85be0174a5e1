import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows what was ordered, due and done.
struct ShowMedicationChart: ClinicCommand {
  static let need = Need.permission(.medicationRead)
  static let configuration = CommandConfiguration(
    commandName: "chart",
    abstract: "Show the medication chart of an episode: orders, doses, allergies.",
    discussion: """
      Two days when nothing else is said: the last and the next.

      Examples:
        stepwell medication chart --patient $PATIENT
        stepwell medication chart --patient $PATIENT --from '3 days ago' --to now
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(parsing: .unconditional, help: "From then on.") var from = "1 day ago"
  @Option(parsing: .unconditional, help: "Until then.") var to = "in 1 day"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let facility = record.episode.facilityID
    let window = try MedicationChartRepresentation.window(
      from: try clock.read(from, "from", facility: facility), to: try clock.read(to, "to", facility: facility)
    )
    let chart = try await desk.records.medicationChart(
      of: record.episode.id, in: window, at: desk.now, as: desk.caller)
    try desk.output.show(chart) { chart.text($0, clock, facility) }
  }
}
