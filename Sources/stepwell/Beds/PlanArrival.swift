import ArgumentParser
import Clinic
import Foundation
import Records

/// Keeps a bed for somebody who is to arrive.
struct PlanArrival: ClinicCommand {
  static let need = Need.permission(.bedHold)
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Keep a bed for somebody from their arrival on.",
    discussion: """
      The bed is theirs from the arrival until a deadline. Admitting them into it takes it over; where nobody comes it \
      ends by itself at the deadline. Ends with status 75 when the bed is taken for some of the time, and with 65 when \
      the deadline is further from the arrival than the facility holds beds.

      Examples:
        stepwell bed plan detox/D-01 --arrival 'tomorrow 10:00' --until 'tomorrow 18:00' --patient $PATIENT
        stepwell bed plan D-02 --arrival 2026-06-20T10:00:00-04:00 --until 2026-06-20T20:00:00-04:00 --enquiry $ENQUIRY
      """)

  @Argument(help: "The bed, by label or identifier.") var bed: String
  @Option(parsing: .unconditional, help: "When they arrive.") var arrival: String
  @Option(parsing: .unconditional, help: "Until when the bed is kept if they are late.") var until: String
  @OptionGroup var seeker: SeekerOptions
  @Option(help: "Why.") var reason: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard seeker.seeker != nil else { throw ValidationError("Name the --patient or the --enquiry.") }
  }

  func run(at desk: Desk) async throws {
    guard let seeker = seeker.seeker else { return }
    let clock = try await desk.wallClock(clock)
    let bed = try await desk.bed(bed)
    let time = try clock.interval(from: arrival, until: until, facility: bed.facilityID)
    let occupation: Occupation.ID = desk.new()
    let warnings = try await desk.records.warnings(of: bed.id, for: seeker.patientID, as: desk.caller)
    try await desk.records.planArrival(
      in: bed.id, of: seeker, at: time.start, until: time.end ?? .distantFuture,
      reason: try reason.line("reason"), occupation: occupation, as: desk.caller)
    try await desk.show(occupation, of: bed, clock, warnings)
  }
}
