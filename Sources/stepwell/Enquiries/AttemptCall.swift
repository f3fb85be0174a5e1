import ArgumentParser
import Clinic
import Foundation
import Records

/// Writes down an attempt to call back.
struct AttemptCall: ClinicCommand {
  static let need = Need.permission(.enquiryWork)
  static let configuration = CommandConfiguration(
    commandName: "attempt",
    abstract: "Write down an attempt to call back.",
    discussion: """
      Refused with status 75 when the enquiry is closed.

      Examples:
        stepwell enquiry attempt $ENQUIRY --outcome voicemail --due 'tomorrow 10:00'
        stepwell enquiry attempt $ENQUIRY --outcome answered --note 'comes on Friday'
      """)

  @Argument(help: "The enquiry's identifier.") var enquiry: Enquiry.ID
  @Option(help: "What came of it.") var outcome: CallAttempt.Outcome
  @Option(help: "Anything worth knowing.") var note: String?
  @Option(parsing: .unconditional, help: "When the call was made.") var at = "now"
  @Option(help: "What is to be done next.") var next: String?
  @Option(parsing: .unconditional, help: "When that is due.") var due: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let me = try await desk.records.run(as: desk.caller, Action("staff.me", needs: nil), StaffMembers.me)
    let attempt = CallAttempt(
      id: desk.new(), enquiryID: enquiry, at: try clock.read(at, "at"), by: me.id, outcome: outcome,
      note: try note.note("note"))
    try await desk.records.attempt(
      attempt, nextAction: try next.line("next"), due: try clock.read(due, "due"), as: desk.caller)
    try await desk.show(enquiry, clock)
  }
}
