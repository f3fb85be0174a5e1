import ArgumentParser
import Clinic
import Foundation
import Records

/// Takes a bed out of use.
struct BlockBed: ClinicCommand {
  static let need = Need.permission(.bedBlock)
  static let configuration = CommandConfiguration(
    commandName: "block",
    abstract: "Take a bed out of use for a while.",
    discussion: """
      Ends with status 75 when the bed is taken for some of the time.

      Examples:
        stepwell bed block detox/D-01 --until 'tomorrow 12:00' --reason 'broken lamp'
        stepwell bed block D-01 --cause cleaning --until 'in 2 hours'
        stepwell bed block D-02 --from 'tomorrow 08:00' --cause repair --reason painting
      """)

  @Argument(help: "The bed, by label or identifier.") var bed: String
  @Option(parsing: .unconditional, help: "When it begins.") var from = "now"
  @Option(parsing: .unconditional, help: "When it ends; left out, nobody knows yet.") var until: String?
  @Option(help: "What for.") var cause = BlockCause.other
  @Option(help: "Why, in words.") var reason: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard cause != .other || reason != nil else {
      throw ValidationError("Give a --reason, or a --cause that says it: cleaning, repair.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let bed = try await desk.bed(bed)
    let occupation: Occupation.ID = desk.new()
    try await desk.records.block(
      bed.id, during: try clock.interval(from: from, until: until, facility: bed.facilityID),
      cause: cause, reason: try reason.line("reason"), occupation: occupation, as: desk.caller)
    try await desk.show(occupation, of: bed, clock)
  }
}
