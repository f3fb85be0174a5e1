import Clinic

/// A cohort and what is to be measured of it, as written in a file that people keep in version control.
package struct CohortDefinition: Hashable, Sendable {
  /// A short name in lower case, such as `ketamine_admissions`.
  package var name: String
  /// One line for people.
  package var title: String
  package var population: Population
  package var conditions: Conditions
  /// Who is left out though the conditions are fulfilled: whoever fulfils all of these.
  package var exceptions: Conditions
  /// What tells the groups apart; nil for one group of all.
  package var by: Grouping?
  /// What the whole report is repeated for, such as each stage; nil for once.
  package var each: Grouping?
  /// Never empty, each kind at most once.
  package var measures: [Measure]

  /// The edition of the language that definitions are written in; a file may name the one it was written for.
  package static let edition = 1
}
