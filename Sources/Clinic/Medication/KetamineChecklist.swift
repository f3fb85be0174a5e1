import Foundation

/// What the checklist of contraindications said last: ketamine and esketamine are ordered in the light of it.
package enum KetamineChecklist: Hashable, Sendable {
  /// Nobody has gone through it.
  case missing
  /// Nothing speaks absolutely against it so far, and answers are missing.
  case incomplete(at: Date)
  /// Nothing speaks absolutely against it.
  case passed
  /// There is a reason not to give it at all, which only a prescriber sets aside.
  case stopped(at: Date)

  /// The name of the instrument.
  package static let instrument = "ketamine_contraindications"
  /// The flag that it raises where there is a hard stop.
  package static let stop = "stop"

  /// What is to be told whoever orders; nil when there is nothing.
  func warning(in zone: TimeZone) -> MedicationWarning? {
    switch self {
    case .missing:
      MedicationWarning(
        code: "checklist-missing", message: "Nobody has gone through the checklist of contraindications yet.")
    case .incomplete(let time):
      MedicationWarning(
        code: "checklist-incomplete",
        message: "Answers are missing in the checklist of contraindications of \(Day(of: time, in: zone)).")
    case .passed: nil
    case .stopped(let time):
      MedicationWarning(
        code: MedicationWarning.hardStop,
        message: "The checklist of contraindications of \(Day(of: time, in: zone)) came to a hard stop.")
    }
  }
}

/// Only whoever prescribes sets a hard stop aside, and nobody in their name.
package struct HardStopNeedsPrescriber: Refusal, Hashable {
  package var code: String { "hard-stop" }
  package var message: String { "Only the prescriber sets a hard stop aside, and nobody in their name." }
  package var field: String? { "prescriber" }
  package var remedy: String { "Let the prescriber order it, with the reason, or order something else." }
  package var kind: RefusalKind { .refusedByRule }

  package init() {}
}
