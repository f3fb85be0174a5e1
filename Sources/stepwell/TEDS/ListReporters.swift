import ArgumentParser
import Clinic
import Interchange
import Records
import Service

/// Lists the facilities that report to a state.
struct ListReporters: ClinicCommand {
  static let need = Need.permission(.tedsRead)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "reporters",
    abstract: "List which facilities report to which state, and by what authority.",
    discussion: """
      Examples:
        stepwell teds reporters
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let facilities = try await desk.facilities()
    let reporters = try await desk.records.run(
      as: desk.caller, Action("teds.reporters", needs: .tedsRead), TEDSReport.reporters)
    try desk.output.show(reporters.map(TEDSReporterRepresentation.init)) { style in
      var table = Table(
        .text("Facility", limit: 20), .text("State"), .text("Provider"), .text("From"),
        .text("Agency", limit: 30), .text("Authority", limit: 30))
      for one in reporters {
        table.add(
          facilities.first { $0.facility.id == one.facilityID }?.slug, one.state, one.provider, "\(one.from)",
          one.agency.rawValue, one.authority.rawValue)
      }
      return reporters.isEmpty
        ? "No facility reports. Enrol one: stepwell teds enrol --help\n" : table.text(style)
    }
  }
}
