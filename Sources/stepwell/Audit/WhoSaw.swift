import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Says who had to do with the records of a patient.
struct WhoSaw: ClinicCommand {
  static let need = Need.permission(.auditSearch)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "who-saw",
    abstract: "Say who had to do with the records of a patient.",
    discussion: """
      One line a member of staff, who did last first; stepwell audit search --patient has each row. The question itself \
      stands in the trail. Says where the question reaches into months that are in the archive.

      Examples:
        stepwell audit who-saw --patient MRN-000123
        stepwell audit who-saw --patient $PATIENT --from '30 days ago' --json
      """)

  @Option(help: "The patient's identifier, or the number of the record.") var patient: String
  @OptionGroup var period: TrailPeriod
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let id = try await desk.patient(named: patient)
    let from = try clock.read(period.from, "from")
    let (found, archived) = try await desk.records.run(
      as: desk.caller, Action("audit.who_saw", needs: .auditSearch, patients: [id]),
      PatientAccess.of(
        id, from: from, to: try clock.read(period.to, "to")), ArchivedMonth.newest(since: from))
    desk.output.noteArchive(archived)
    try desk.output.show(found.map(PatientAccessRepresentation.init)) { style in
      found.isEmpty ? "Nobody, in that time.\n" : found.table(clock).text(style)
    }
  }
}

extension [PatientAccess] {
  fileprivate func table(_ clock: WallClock) -> Table {
    var table = Table(
      .text("Staff", limit: 24), .text("Roles", limit: 20), .number("Done"), .number("Not"), .text("First"),
      .text("Last"), .text("What", limit: 60))
    for access in self {
      table.add(
        "\(access.staffName) (\(access.handle))", access.roles.joined(separator: ", "), "\(access.done)",
        "\(access.notDone)", clock.show(access.firstAt), clock.show(access.lastAt),
        access.actions.joined(separator: ", "))
    }
    return table
  }
}
