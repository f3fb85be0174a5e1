import Clinic

/// What all of a cohort have in common; what is not said is not asked.
package struct Conditions: Hashable, Sendable {
  /// Episodes count under the stage that they began in.
  package var stages: [Stage]?
  /// The first and the last day of admission, where the facility is; of enquiries, of the call.
  package var admittedFrom: Day?
  package var admittedTo: Day?
  /// Short names of facilities.
  package var facilities: [String]?
  package var substance: SubstanceCondition?
  /// Why it ended; those still open are then left out.
  package var reasons: [DischargeReason]?
  package var sex: Sex?
  package var age: AgeCondition?
  package var referral: [ReferralSource]?
  package var insurance: [Insurance]?
  package var paymentSource: [PaymentSource]?
  /// The beginnings of ICD-10-CM codes.
  package var diagnoses: [String]?
  package var score: ScoreCondition?
  package var step: StepCondition?
  /// So many days, at most, after an earlier episode of the person had ended.
  package var readmittedWithin: Int?
  /// What a consent in force covers.
  package var consent: [String]?
}

/// Which substance somebody named at intake, and how important it was.
package struct SubstanceCondition: Hashable, Sendable {
  /// The place in the order of importance.
  package enum Rank: String, CaseIterable, Hashable, Sendable {
    case primary, any
  }

  package var substance: Substance?
  package var drug: DetailedDrug?
  package var route: Route?
  package var rank: Rank
}

/// Whole years on the day of admission.
package struct AgeCondition: Hashable, Sendable {
  package var least: Int?
  package var most: Int?
}

/// A total of an instrument, at a point of treatment, between two bounds.
///
/// Complete scores count from two weeks before admission until the end.
package struct ScoreCondition: Hashable, Sendable {
  /// Which of the scores is meant; `change` is the last less the first.
  package enum Point: String, CaseIterable, Hashable, Sendable {
    case first, last, any, change
  }

  /// The short name of the instrument.
  package var instrument: String
  package var at: Point
  package var least: Int
  package var most: Int
}

/// One stage followed by another within so many days.
package struct StepCondition: Hashable, Sendable {
  package var from: Stage
  package var to: Stage
  package var within: Int
}

extension SubstanceCondition.Rank: Vocabulary {}
extension ScoreCondition.Point: Vocabulary {}
