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
  /// The share that had each way out day by day, where one rules out the others (Aalen-Johansen).
  case exits(Exits)
  /// The days on which most of those still there leave.
  case dangerDays(DangerDays)

  var kind: Kind {
    switch self {
    case .counts: .counts
    case .reasons: .reasons
    case .lengthOfStay: .lengthOfStay
    case .retention: .retention
    case .exits: .exits
    case .dangerDays: .dangerDays
    }
  }

  /// The last day that it tells apart from those after it; nil when it looks at none, or at all of them.
  var horizon: Int? {
    switch self {
    case .counts, .reasons, .lengthOfStay: nil
    case .retention(let settings): settings.horizon
    case .exits(let settings): settings.horizon
    case .dangerDays(let settings): settings.horizon
    }
  }

  /// Whether it tells dropping out from other ends.
  var tellsDropout: Bool {
    switch self {
    case .counts, .reasons, .lengthOfStay, .exits: false
    case .retention(let settings): settings.event == .dropout
    case .dangerDays(let settings): settings.event == .dropout
    }
  }

  /// The names of the measures in definitions.
  enum Kind: String, CaseIterable, Vocabulary {
    case counts, reasons, retention, exits
    case lengthOfStay = "length_of_stay"
    case dangerDays = "danger_days"
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

extension Measure {
  /// How far the ways out are followed.
  package struct Exits: Hashable, Sendable {
    /// The last day that is looked at, counted from admission.
    package var horizon: Int
    /// The days of the table, in order.
    package var marks: [Int]
  }

  /// What leaving is, and how far it is looked at day by day.
  package struct DangerDays: Hashable, Sendable {
    package var event: Retention.Event
    /// The last day that is looked at, counted from admission.
    package var horizon: Int
    /// How many days of each group are named.
    package var top: Int
  }
}

extension Measure.ReasonForm: Vocabulary {}
extension SameDayStay: Vocabulary {}
extension Measure.Retention.Event: Vocabulary {}
