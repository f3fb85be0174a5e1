import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists the open enquiries.
struct ListEnquiries: ClinicCommand {
  static let need = Need.permission(.enquiryRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the open enquiries, what is due first.",
    discussion: """
      Examples:
        stepwell enquiry list
        stepwell enquiry list --limit 200 --json
      """)

  @Option(help: "How many at most.") var limit = 50
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...1_000).contains(limit) else { throw ValidationError("--limit goes from 1 to 1000.") }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let queue = try await desk.records.run(
      as: desk.caller, Action("enquiry.list", needs: .enquiryRead), Enquiries.queue(limit: limit))
    try desk.output.show(queue.map(EnquiryRepresentation.init)) { style in
      queue.isEmpty ? "No enquiry is open.\n" : queue.table(clock).text(style)
    }
  }
}
