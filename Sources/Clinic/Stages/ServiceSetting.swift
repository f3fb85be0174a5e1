/// The kind of service that a stay is, with the codes of a TEDS state submission.
package enum ServiceSetting: Int16, CaseIterable, Hashable, Sendable, Codable {
  case detoxHospital = 1
  case detoxResidential
  case residentialHospital
  /// Up to 30 days.
  case residentialShortTerm
  /// More than 30 days.
  case residentialLongTerm
  case outpatientIntensive
  case outpatient
  case detoxOutpatient

  /// The stage that such a service belongs to.
  package var stage: Stage {
    switch self {
    case .detoxHospital, .detoxResidential, .detoxOutpatient: .detox
    case .residentialHospital, .residentialShortTerm, .residentialLongTerm: .residential
    case .outpatientIntensive, .outpatient: .aftercare
    }
  }
}
