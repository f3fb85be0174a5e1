import Clinic

/// What is worked out of a cohort.
package enum Measure: Hashable, Sendable {
  /// Admitted, ended, still open, and how many people that is.
  case counts
  /// Groups by reason of ending, with percentages of the row and of the column.
  case reasons(ReasonForm)
  /// Median, quartiles and mean of the days in treatment, of those that ended.
  case lengthOfStay(SameDay)
  /// The share still in treatment day by day (Kaplan-Meier).
  case retention(Retention)

  var kind: Kind {
    switch self {
    case .counts: .counts
    case .reasons: .reasons
    case .lengthOfStay: .lengthOfStay
    case .retention: .retention
    }
  }

  /// The names of the measures in definitions.
  enum Kind: String, CaseIterable, Vocabulary {
    case counts, reasons, retention
    case lengthOfStay = "length_of_stay"
  }
}

extension Measure {
  /// How many columns the reasons get.
  package enum ReasonForm: String, CaseIterable, Hashable, Sendable, Codable {
    /// The columns of SAMHSA's tables: completed, transferred, dropped out, terminated, other.
    case published
    /// Each of the nine reasons of the TEDS record.
    case detailed
  }

  /// How many days somebody stayed who left on the day of admission.
  package typealias SameDay = SameDayStay

  /// What ends retention, and how far it is followed.
  package struct Retention: Hashable, Sendable {
    /// What counts as the end; anything else that ends it is censored on that day.
    package enum Event: String, CaseIterable, Hashable, Sendable, Codable {
      /// Any end.
      case exit
      /// Left against advice or ended by the facility (reasons 02 and 03).
      case dropout
    }

    package var event: Event
    /// The last day that is looked at, counted from admission; those who stay longer are censored there.
    package var horizon: Int
    /// The days at which the number at risk is printed, in order.
    package var marks: [Int]
  }
}

extension Measure.ReasonForm: Vocabulary {}
extension SameDayStay: Vocabulary {}
extension Measure.Retention.Event: Vocabulary {}
