import Clinic

/// A cohort and what is to be measured of it, as written in a file that people keep in version control.
package struct CohortDefinition: Hashable, Sendable {
  /// A short name in lower case, such as `ketamine_admissions`.
  package var name: String
  /// One line for people.
  package var title: String
  package var population: Population
  package var conditions: Conditions
  /// What tells the groups apart; nil for one group of all.
  package var by: Grouping?
  /// What the whole report is repeated for, such as each stage; nil for once.
  package var each: Grouping?
  /// Never empty, each kind at most once.
  package var measures: [Measure]
}

/// What all of a cohort have in common; what is not said is not asked.
package struct Conditions: Hashable, Sendable {
  /// Episodes count under the stage that they began in.
  package var stages: [Stage]?
  /// The first and the last day of admission, where the facility is.
  package var admittedFrom: Day?
  package var admittedTo: Day?
  /// Short names of facilities.
  package var facilities: [String]?
  package var substance: SubstanceCondition?
  /// Why it ended; those still open are then left out.
  package var reasons: [DischargeReason]?
  package var sex: Sex?
}

/// Which substance somebody named at intake, and how important it was.
package struct SubstanceCondition: Hashable, Sendable {
  /// The place in the order of importance.
  package enum Rank: String, CaseIterable, Hashable, Sendable {
    case primary, any
  }

  package var substance: Substance?
  package var drug: DetailedDrug?
  package var rank: Rank
}

extension SubstanceCondition.Rank: Vocabulary {}
