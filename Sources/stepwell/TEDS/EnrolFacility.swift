import ArgumentParser
import Clinic
import Foundation
import Interchange
import Records
import Service

/// Says that a facility reports to a state.
struct EnrolFacility: ClinicCommand {
  static let need = Need.permission(.tedsExport)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "enrol",
    abstract: "Say to which state a facility reports, as whom, and by what authority.",
    discussion: """
      The authority is the law or agreement that mandates the report: it is what allows the disclosure (42 CFR 2.53) and \
      stands beside each. Said again it is changed from now on; records under another state or number are deleted and added \
      anew by the next submission.

      Examples:
        stepwell teds enrol north --state NY --provider NY00123 --agency 'State office' --authority 'State law 1' --from 2026-01
      """)

  @Argument(help: "The facility, by short name.") var facility: String
  @Option(help: "The state, by its two letters.") var state: String
  @Option(help: "The number that the state gave the facility, of at most 15 characters.") var provider: String
  @Option(help: "The agency of the state that gets the report.") var agency: String
  @Option(help: "The law or agreement that mandates it.") var authority: String
  @Option(help: ArgumentHelp("The first month that is reported.", valueName: "year-month")) var from: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let found = try desk.facility(facility, among: try await desk.facilities())
    let reporter = try TEDSReporter(
      facilityID: found.facility.id, state: state, provider: provider,
      agency: try Line(agency, field: "agency"), authority: try Line(authority, field: "authority"),
      from: try TEDSMonth(from, field: "from"))
    try await TEDSReport(desk.records, as: desk.caller).enrol(reporter)
    try desk.output.show(TEDSReporterRepresentation(reporter)) { _ in
      "\(found.slug) reports to \(reporter.state) as \(reporter.provider), from \(reporter.from) on.\n"
    }
  }
}
