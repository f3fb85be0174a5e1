import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Logs a call; nothing is required of somebody who can say little.
struct LogEnquiry: ClinicCommand {
  static let need = Need.permission(.enquiryLog)
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Log a call with whatever the caller could say.",
    discussion: """
      Examples:
        stepwell enquiry log --about 'Zz Example' --callback 555-0100 --safe-times 'after 18:00'
        stepwell enquiry log --caller 'Zz Sister' --relation family --wants 'a bed for her brother' --may-call yes
      """)

  @Option(help: "Who called.") var caller: String?
  @Option(help: "How the caller knows the person.") var relation: Enquiry.Relation?
  @Option(help: "Whom it is about.") var about: String?
  @Option(help: "The number to call back.") var callback: String?
  @Option(help: "When it is safe to call.") var safeTimes: String?
  @Option(help: "What is asked for.") var wants: String?
  @Option(help: "Whether the caller agreed to be called: yes or no.") var mayCall: Agreement?
  @Option(help: "The facility, by short name.") var facility: String?
  @Option(parsing: .unconditional, help: "When the call came in.") var at = "now"
  @Option(help: "What is to be done next.") var next = "call back"
  @Option(parsing: .unconditional, help: "When that is due.") var due: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  enum Agreement: String, ExpressibleByArgument, CaseIterable { case yes, no }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try facility.map { try desk.facility($0, among: clock.facilities).facility.id }
    let enquiry = Enquiry(
      id: desk.new(), facilityID: facility, receivedAt: try clock.read(at, "at", facility: facility),
      callerName: try caller.line("caller"), relation: relation, aboutName: try about.line("about"),
      callbackNumber: try callback.line("callback"), safeTimes: try safeTimes.line("safe_times"),
      wants: try wants.note("wants"),
      consentToCall: mayCall.map { .value($0 == .yes) } ?? .missing(.notCollected),
      nextAction: try Line(next, field: "next"),
      nextActionDueAt: try clock.read(due, "due", facility: facility))
    try await desk.records.log(enquiry, facility: facility, as: desk.caller)
    try await desk.show(enquiry.id, clock)
  }
}

extension Desk {
  /// Shows an enquiry as it stands.
  func show(_ id: Enquiry.ID, _ clock: WallClock) async throws {
    let (found, attempts) = try await records.run(
      as: caller, Action(.enquiryRead, subject: id.rawValue), Enquiries.find(id), Enquiries.attempts(of: id)
    )
    guard let record = found else { throw NotFound("enquiry") }
    try output.show(EnquiryRepresentation(record, attempts: attempts)) { style in
      record.lines(clock).text(style) + (attempts.isEmpty ? "" : "\n" + attempts.table(clock).text(style))
    }
  }
}
