import ArgumentParser
import Clinic
import Interchange
import Records

/// Which month of which facilities a report is of.
struct ReportOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The month up to the end of which it tells.", valueName: "year-month"))
  var month: String
  @Option(help: "Only these facilities, by short name; all that report and that you work in without.")
  var facility: [String] = []

  func read(at desk: Desk) async throws -> (month: TEDSMonth, facilities: [Facility.ID]?) {
    let month = try TEDSMonth(month)
    guard !facility.isEmpty else { return (month, nil) }
    let known = try await desk.facilities()
    return (month, try facility.map { try desk.facility($0, among: known).facility.id })
  }
}
