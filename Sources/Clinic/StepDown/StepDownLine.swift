import Foundation

/// One item of the step-down guard for one stay: what was found, and who sees to it.
package struct StepDownLine: Hashable, Sendable {
  package let item: StepDownItem
  package let finding: Finding
  /// The bed or person that the finding is about.
  package let about: Line?
  /// The time that the finding is about.
  package let at: Date?
  /// The role whose job it is, where nobody is named.
  package let owner: Role?
  /// By when it should be settled; nil while nobody knows the end of the stay.
  package let dueAt: Date?

  package var status: Status { finding.status }

  /// Whether it should have been settled by now.
  package func isOverdue(at now: Date) -> Bool {
    status == .missing && dueAt.map { $0 <= now } ?? false
  }

  package enum Status: String, CaseIterable, Hashable, Sendable, Codable {
    case done, missing
    case notNeeded = "not_needed"
  }

  /// What is on record about an item.
  package enum Finding: String, CaseIterable, Hashable, Sendable, Codable {
    case endNotSaid = "end_not_said"
    case endPassed = "end_passed"
    case endExpected = "end_expected"

    case notAssessed = "not_assessed"
    case assessedTooEarly = "assessed_too_early"
    case assessed

    case nextNotSaid = "next_not_said"
    case noBedHeld = "no_bed_held"
    case holdEndsTooEarly = "hold_ends_too_early"
    case bedHeld = "bed_held"
    case appointmentIsPlace = "appointment_is_place"
    case goesElsewhere = "goes_elsewhere"
    case planned

    case notRequested = "not_requested"
    case requested, denied, approved
    case notRequired = "not_required"

    case notOffered = "not_offered"
    case notAnswered = "not_answered"
    case declined, accepted

    case noAppointment = "no_appointment"
    case appointmentTooLate = "appointment_too_late"
    case appointmentMade = "appointment_made"
    case goesOnHere = "goes_on_here"

    case noTransport = "no_transport"
    case transportArranged = "transport_arranged"
    case staysHere = "stays_here"

    package var status: Status {
      switch self {
      case .endExpected, .assessed, .bedHeld, .goesElsewhere, .planned, .approved, .notRequired, .accepted,
        .appointmentMade, .transportArranged:
        .done
      case .appointmentIsPlace, .goesOnHere, .staysHere: .notNeeded
      case .endNotSaid, .endPassed, .notAssessed, .assessedTooEarly, .nextNotSaid, .noBedHeld,
        .holdEndsTooEarly,
        .notRequested, .requested, .denied, .notOffered, .notAnswered, .declined, .noAppointment,
        .appointmentTooLate, .noTransport:
        .missing
      }
    }

    /// As people read it; the bed, person or time that it is about follows.
    package var words: String {
      switch self {
      case .endNotSaid: "nobody said when the stay ends"
      case .endPassed: "the expected end has passed"
      case .endExpected: "expected"
      case .notAssessed: "not assessed anew"
      case .assessedTooEarly: "will be too old by then"
      case .assessed: "assessed"
      case .nextNotSaid: "nobody said what comes next"
      case .noBedHeld: "no bed is held"
      case .holdEndsTooEarly: "the hold ends too early"
      case .bedHeld: "bed held"
      case .appointmentIsPlace: "the appointment is the place"
      case .goesElsewhere: "goes elsewhere"
      case .planned: "the move is planned"
      case .notRequested: "not asked for"
      case .requested: "asked for, not decided"
      case .denied: "denied"
      case .approved: "approved"
      case .notRequired: "not required"
      case .notOffered: "nobody is asked to take over"
      case .notAnswered: "offered, not answered"
      case .declined: "declined"
      case .accepted: "accepted"
      case .noAppointment: "no appointment"
      case .appointmentTooLate: "too late"
      case .appointmentMade: "made"
      case .goesOnHere: "goes on in a bed here"
      case .noTransport: "no transport"
      case .transportArranged: "arranged"
      case .staysHere: "stays in this facility"
      }
    }
  }
}
