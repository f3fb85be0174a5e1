import Clinic
import Foundation
import Records

/// The records of one spell with what is wrong with them.
struct TEDSDraft: Sendable {
  let spell: ReportedSpell
  /// What the month tells of; nil where it is not of this report.
  var admission: TEDSSubmissionRecord?
  var discharge: TEDSSubmissionRecord?
  var findings: [TEDSFinding] = []

  /// Whether something keeps the record from being sent.
  func isWithheld(_ kind: TEDSLayout.Kind) -> Bool {
    findings.contains { $0.kind == kind && $0.rule.severity == .fatal }
  }

  /// The records that the draft has.
  var records: [TEDSSubmissionRecord] { [admission, discharge].compactMap(\.self) }

  /// Who wrote down what a finding is about.
  func owner(of finding: TEDSFinding) -> UUID? {
    let by = spell.recordedBy
    switch finding.elements.first {
    case .mds8, .mds9, .mds10, .mds11, .mds2, .dis5, .dis17, .dis18, .dis19, .dis20: return by.person
    case .mds5, .mds18, .mds19, .mds4, .mds1, nil: return by.stay
    case .mds14a, .mds15a, .mds16a, .mds17a, .mds14b, .mds15b, .mds16b, .mds17b, .mds14c, .mds15c, .mds16c,
      .mds17c, .suds1, .suds2, .suds3:
      return by.use ?? by.intake
    case let element? where element.rawValue >= TEDSElement.dis1.rawValue: return by.end
    default: return by.intake
    }
  }
}
