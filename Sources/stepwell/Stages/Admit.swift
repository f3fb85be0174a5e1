import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Admits a person: a new episode, its first stay, and a bed.
struct Admit: ClinicCommand {
  static let need = Need.permission(.episodeMove)
  static let configuration = CommandConfiguration(
    abstract: "Admit a person to a stage and give a bed.",
    discussion: """
      A person who was here before is readmitted, and the new episode linked to the last one. Ends with status 75 when \
      the bed is taken for some of the time, and with 65 when the stage rules refuse.

      Examples:
        stepwell stage admit --patient $PATIENT --to detox --level 3.7 --bed detox/D-01
        stepwell stage admit --patient $PATIENT --to aftercare --level 1.5 --facility north --cause 'referral of 12 June'
        stepwell stage admit --patient $PATIENT --to detox --level 3.7 --bed D-02 --at 'in 2 days' --planned
      """)

  @Option(help: "The patient's identifier.") var patient: Patient.ID
  @Option(help: "The stage to begin with.") var to: Stage
  @OptionGroup var level: LevelOptions
  @Option(help: "The service of the state report, where the level leaves a choice: residential_short_term.")
  var service: ServiceSetting?
  @Option(help: "The bed: D-01, detox/D-01, north/detox/D-01, or its identifier.") var bed: String?
  @Option(help: "The facility, by short name; by default that of the bed.") var facility: String?
  @Option(parsing: .unconditional, help: "When it happened, or with --planned will.") var at = "now"
  @Option(help: "Why, where the rules ask for it.") var reason: String?
  @Option(help: "The document, visit or call that it comes from.") var cause: String?
  @Flag(help: "It lies ahead, and counts from its time on.") var planned = false
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let named = try facility.map { try desk.facility($0, among: clock.facilities).facility.id }
    let bed = try await optionally(bed) { try await desk.bed($0, in: named) }
    let facility = try named ?? bed?.facilityID ?? desk.facility(nil, among: clock.facilities).facility.id
    let intake = try await desk.records.run(
      as: desk.caller, Action(.intakeRead, patients: [patient]), Intakes.latest(of: patient))
    let request = MoveRequest(
      .admit, to: StageState(to), effectiveAt: try clock.read(at, "at", facility: facility),
      level: try level.level(for: to), service: service, bed: bed?.id, reason: try reason.note("reason"),
      cause: try cause.line("cause"), roles: [], isPlanned: planned)
    let outcome = try await desk.records.admit(
      patient, to: facility, intake: intake?.id, episode: desk.new(),
      NewMove(id: desk.new(), stayID: desk.new(), request: request), as: desk.caller)
    try desk.show(outcome, bed: bed?.path, clock)
  }
}

/// What `work` makes of the value, if there is one.
func optionally<Value, Result>(
  _ value: Value?, _ work: (Value) async throws -> Result
) async throws -> Result? {
  guard let value else { return nil }
  return try await work(value)
}
