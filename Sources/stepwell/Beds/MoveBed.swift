import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Moves a person to another bed.
struct MoveBed: ClinicCommand {
  static let need = Need.permission(.episodeMove)
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Move a person to another bed of the same facility, in the same stage.",
    discussion: """
      The person leaves the one bed as they come into the other: no instant is without a bed. Stage and level of care \
      stay as they are; to change them, use: stepwell stage move. Ends with status 75 when the bed is taken, and names \
      beds that are free.

      Examples:
        stepwell bed move D-03 --patient $PATIENT
        stepwell bed move north/detox/D-03 --patient $PATIENT --at '1 hour ago' --reason 'nearer to the nurses'
      """)

  @Argument(help: "The bed to move to, by label or identifier.") var bed: String
  @Option(help: "The patient.") var patient: Patient.ID
  @Option(parsing: .unconditional, help: "When it was.") var at = "now"
  @Option(help: "Why.") var reason: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let bed = try await desk.bed(bed)
    let (person, episodes) = try await desk.records.run(
      as: desk.caller, Action(.episodeRead, patients: [patient]), Patients.find(patient),
      Episodes.of(patient))
    guard person != nil else { throw NotFound("patient") }
    guard let record = episodes.first(where: { $0.episode.state.isOpen }) else {
      throw NotFound("open episode")
    }
    let warnings = try await desk.records.warnings(of: bed.id, for: patient, as: desk.caller)
    let move = try await desk.records.moveBed(
      in: record.episode.id, to: bed.id, at: try clock.read(at, "at", facility: bed.facilityID),
      reason: try reason.line("reason"), as: desk.caller)
    try desk.output.show(BedMoveRepresentation(move, warnings: warnings)) { style in
      var lines = KeyValues()
      lines.add("bed", bed.path)
      lines.add("from", record.bed.map { "\($0.unit.lowercased())/\($0.label)" })
      lines.add("since", clock.show(move.at, facility: bed.facilityID))
      lines.add("version", "\(move.version)")
      return lines.text(style) + warnings.text(style)
    }
  }
}

extension [BedWarning] {
  /// A line for each.
  func text(_ style: Style) -> String {
    map { "\(style.warning("warning:")) \($0.message.printable)\n" }.joined()
  }
}
