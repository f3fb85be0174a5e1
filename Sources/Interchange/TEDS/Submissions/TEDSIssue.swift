import Clinic
import Foundation

/// Something wrong in the report that somebody on the staff has to see to.
package struct TEDSIssue: Hashable, Sendable {
  package let rule: TEDSRule
  package let kind: TEDSLayout.Kind
  package let elements: [TEDSElement]
  package let what: String
  package let patientID: Patient.ID
  /// The person's number in the report.
  package let client: String
  package let episodeID: Episode.ID
  package let facilityID: Facility.ID
  /// The day of the admission or discharge that it is about.
  package let day: Day
  /// The handle of whoever wrote down what is wrong, if that is known.
  package let owner: String?

  package var severity: TEDSRule.Severity { rule.severity }
}

/// What a check of a month found.
package struct TEDSCheck: Sendable {
  package let month: TEDSMonth
  /// How many admissions and discharges the month would tell of.
  package let admissions, discharges: Int
  /// How many issues there are by rule, whatever was asked for.
  package let counts: [TEDSRule: Int]
  /// Those that were asked for, as many as the limit allows, fatal ones first.
  package let issues: [TEDSIssue]
  /// How many there are of those that were asked for.
  package let matching: Int
  /// What is not on record, and for how many records.
  package let lacking: [TEDSSubmission.Lacking]
  /// How many substances are on record that the three places of a record do not hold.
  package let moreUses: Int
  /// How many diagnoses were shortened to the six characters of their field.
  package let shortened: Int

  /// Whether anything is withheld.
  package var hasFatal: Bool { counts.contains { $0.key.severity == .fatal && $0.value > 0 } }
}

/// Which issues are asked for.
package struct TEDSIssueFilter: Hashable, Sendable {
  package var rule: TEDSRule?
  package var severity: TEDSRule.Severity?
  /// The handle of the owner.
  package var owner: String?
  package var limit: Int

  package init(
    rule: TEDSRule? = nil, severity: TEDSRule.Severity? = nil, owner: String? = nil, limit: Int = 200
  ) {
    self.rule = rule
    self.severity = severity
    self.owner = owner
    self.limit = limit
  }

  func matches(_ issue: TEDSIssue) -> Bool {
    (rule.map { $0 == issue.rule } ?? true) && (severity.map { $0 == issue.severity } ?? true)
      && (owner.map { $0 == issue.owner } ?? true)
  }
}
