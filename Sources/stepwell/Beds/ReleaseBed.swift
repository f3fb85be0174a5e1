import ArgumentParser
import Clinic
import Foundation
import Records

/// Ends a hold or a block before its time.
struct ReleaseBed: ClinicCommand {
  static let need = Need.permission(.bedHold)
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "End a hold, a planned arrival or a block of a bed before its time.",
    discussion: """
      The bed of a stay is freed by moving or discharging the person. Ends with status 66 when nothing is to release.

      Examples:
        stepwell bed release detox/D-01
        stepwell bed release D-01 --occupation $OCCUPATION
      """)

  @Argument(help: "The bed, by label or identifier.") var bed: String
  @Option(help: "Which hold or block, when the bed has several.") var occupation: Occupation.ID?
  @Option(parsing: .unconditional, help: "When it ends.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let bed = try await desk.bed(bed)
    let end = try clock.read(at, "at", facility: bed.facilityID)
    let all = try await desk.records.run(
      as: desk.caller, Action(.bedRead, subject: bed.id.rawValue),
      Occupations.releasable(in: bed.id, after: end))
    guard let chosen = try all.meant(occupation, field: "occupation", words: { $0.words(clock) }) else {
      throw Complaint(
        .notFound, "not-found", "The bed \(bed.path) has no hold or block to release.",
        remedy: "See what stands in it: stepwell board")
    }
    try await desk.records.release(chosen.occupation.id, at: end, as: desk.caller)
    try desk.output.show(Released(bed: bed.path, occupation: chosen.occupation.id.description)) { _ in
      "Released \(bed.path): the \(chosen.words(clock)) ended \(clock.show(end, facility: bed.facilityID)).\n"
    }
  }

  private struct Released: Encodable {
    let bed: String
    let occupation: String
  }
}
