import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists the orders of an episode.
struct ListMedication: ClinicCommand {
  static let need = Need.permission(.medicationRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the orders of an episode, and how each stands.",
    discussion: """
      Examples:
        stepwell medication list --patient $PATIENT
        stepwell medication list --patient $PATIENT --all
      """)

  @OptionGroup var episode: EpisodeOptions
  @Flag(help: "Also those that are over.") var all = false
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let graceHours = try MedicationPolicy.shipped().graceHours
    let records = try await desk.records.run(
      as: desk.caller,
      Action("medication.list", needs: .episodeRead, subject: record.episode.id.rawValue),
      Medications.of(record.episode.id, since: desk.now)
    ).filter { all || $0.course.over > desk.now }
    try desk.output.show(records.map { OrderRepresentation($0, at: desk.now, graceHours: graceHours) }) {
      style in
      guard !records.isEmpty else { return "No orders.\n" }
      // Widths add up to 80 columns at most.
      var table = Table(
        .text("Order", limit: 36), .text("What", limit: 30), .text("Stands", limit: 10))
      for record in records {
        table.add(
          record.order.id.description, record.order.terms.brief,
          record.course.standing(at: desk.now, graceHours: graceHours).rawValue)
        table.add("", record.order.terms.rhythm(clock, record.facilityID))
      }
      return table.text(style)
    }
  }
}
