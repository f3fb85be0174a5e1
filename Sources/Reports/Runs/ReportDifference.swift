import Clinic
import Foundation

/// Why the figures of two runs are not the same, down to the people.
///
/// Going from the first run to the second, one thing is changed at a time: what was known, what had happened, where it
/// counts, what it asks. Who comes in, goes out or changes at each step is told with its cause; the steps together are the
/// whole way, so what comes in less what goes out is the difference of the counts.
package struct ReportDifference: Sendable, Hashable {
  package let before: ReportRun
  package let after: ReportRun
  package let explained: [Explained]
  /// The figures that are not the same, in the order of the report.
  package let figures: [FigureChange]

  /// Why somebody is in one and not in the other, or otherwise in it.
  package enum Cause: String, Sendable, CaseIterable, Codable {
    /// It had happened, and was written down after the first run.
    case lateEntry = "late_entry"
    /// What was on record was corrected.
    case correction
    /// What was on record was taken out.
    case enteredInError = "entered_in_error"
    /// What had been taken out was put back.
    case restored
    /// Another record of the person was written or corrected, such as the substances named at intake.
    case otherRecord = "other_record"
    /// It happened between the times that the two runs speak of.
    case newEvent = "new_event"
    /// One of them counts in facilities where the other does not.
    case facilities
    /// One of them asks for something else.
    case definition
  }

  /// How many there are of one cause.
  package struct Explained: Sendable, Hashable {
    package let cause: Cause
    package let came: Int
    package let went: Int
    /// In both, with another beginning, end, reason or group.
    package let changed: Int
    /// By how many more have ended.
    package let ended: Int
  }

  /// A figure that is not the same, by its address in the CSV.
  package struct FigureChange: Sendable, Hashable {
    package let address: String
    package let before: String?
    package let after: String?
  }

  /// Whether the causes add up to the difference of the counts; tested, and told so that nobody has to believe it.
  package var isWhole: Bool {
    explained.reduce(0) { $0 + $1.came - $1.went } == after.count - before.count
  }
}

extension ReportDifference {
  /// One person's part in the difference.
  package struct Person: Sendable, Hashable {
    package enum Change: String, Sendable, Codable { case came, went, changed }

    /// What one of the runs has of it.
    package struct Side: Sendable, Hashable {
      package let starts: Date
      package let ends: Date?
      package let reason: DischargeReason?
      package let group: String?
      package let panel: String?
    }

    /// The row of the ledger behind it.
    package struct LedgerRow: Sendable, Hashable {
      package let event: String?
      package let effectiveAt: Date?
      package let knownFrom: Date
      package let recordedBy: String?
      package let reason: String?
    }

    package let patientID: Patient.ID
    package let name: String?
    package let episodeID: Episode.ID
    package let cause: Cause
    package let change: Change
    package let before: Side?
    package let after: Side?
    package let row: LedgerRow?
  }

  /// The people of a difference, as far as they were asked for.
  package struct People: Sendable, Hashable {
    package let people: [Person]
    /// Whether there are more than were asked for.
    package let hasMore: Bool
  }
}

extension ReportDifference.Cause {
  /// What it is called for people.
  package var words: String {
    switch self {
    case .lateEntry: "written down later"
    case .correction: "corrected"
    case .enteredInError: "entered in error"
    case .restored: "put back"
    case .otherRecord: "another record of the person"
    case .newEvent: "happened since"
    case .facilities: "counted in other facilities"
    case .definition: "asked otherwise"
    }
  }
}
