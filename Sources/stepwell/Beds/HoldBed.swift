import ArgumentParser
import Clinic
import Foundation
import Records

/// Keeps a bed for somebody.
struct HoldBed: ClinicCommand {
  static let need = Need.permission(.bedHold)
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Keep a bed for somebody until a deadline.",
    discussion: """
      The hold ends by itself. Ends with status 75 when the bed is taken for some of the time, and names beds that are \
      free; with 65 when it is longer than the facility holds beds.

      Examples:
        stepwell bed hold detox/D-01 --until 'tomorrow 12:00'
        stepwell bed hold D-02 --until 'in 3 hours' --patient $PATIENT --reason 'on the way'
        stepwell bed hold D-02 --until 'in 3 hours' --enquiry $ENQUIRY
      """)

  @Argument(help: "The bed, by label or identifier.") var bed: String
  @Option(parsing: .unconditional, help: "When the hold ends.") var until: String
  @Option(parsing: .unconditional, help: "When it begins.") var from = "now"
  @OptionGroup var seeker: SeekerOptions
  @Option(help: "Why.") var reason: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let bed = try await desk.bed(bed)
    let time = try clock.interval(from: from, until: until, facility: bed.facilityID)
    let occupation: Occupation.ID = desk.new()
    let warnings = try await desk.records.warnings(of: bed.id, for: seeker.patient, as: desk.caller)
    try await desk.records.hold(
      bed.id, for: seeker.seeker, from: time.start, until: time.end ?? .distantFuture,
      reason: try reason.line("reason"),
      occupation: occupation, as: desk.caller)
    try await desk.show(occupation, of: bed, clock, warnings)
  }
}

/// Whom a bed is for.
struct SeekerOptions: ParsableArguments {
  @Option(help: "For whom.") var patient: Patient.ID?
  @Option(help: "For the caller of this enquiry, who has no chart yet.") var enquiry: Enquiry.ID?

  func validate() throws {
    guard patient == nil || enquiry == nil else {
      throw ValidationError(
        "Name the --patient where there is a chart, and the --enquiry where there is none.")
    }
  }

  var seeker: BedSeeker? { patient.map(BedSeeker.patient) ?? enquiry.map(BedSeeker.enquiry) }
}

extension WallClock {
  /// Throws `InvalidValue` when the end is not after the start.
  func interval(from start: String, until end: String?, facility: Facility.ID) throws -> Interval {
    let (from, until) = (
      try read(start, "from", facility: facility), try read(end, "until", facility: facility)
    )
    do {
      return try Interval(start: from, end: until)
    } catch {
      throw error.at("until")
    }
  }
}
